using System.Runtime.InteropServices;

namespace CareTally.Bench.Timing;

/// <summary>What the operating system has charged to the children that have ended so far (Linux).</summary>
internal static partial class ChildUsage
{
    private const int Children = -1;

    public static TimeSpan ProcessorTime()
    {
        if (GetResourceUsage(Children, out var usage) != 0)
            throw new BenchException($"getrusage failed with error {Marshal.GetLastPInvokeError()}");
        return usage.User.ToTimeSpan() + usage.System.ToTimeSpan();
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetResourceUsage(int who, out ResourceUsage usage);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeValue
    {
        private readonly long _seconds;
        private readonly long _microseconds;

        public TimeSpan ToTimeSpan() => TimeSpan.FromSeconds(_seconds) + TimeSpan.FromMicroseconds(_microseconds);
    }

    /// <summary>The first two members of <c>struct rusage</c>; the size is that of all sixteen.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private readonly struct ResourceUsage
    {
        public readonly TimeValue User;
        public readonly TimeValue System;
    }
}
