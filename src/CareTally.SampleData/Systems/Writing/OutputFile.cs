using System.Buffers;
using System.Text;

namespace CareTally.SampleData.Systems.Writing;

/// <summary>A file that is written from beginning to end.</summary>
internal sealed class OutputFile(System.IO.Stream stream) : IDisposable
{
    private const int Enough = 1 << 16;

    /// <summary>What is not written yet.</summary>
    public ArrayBufferWriter<byte> Buffer { get; } = new(Enough * 2);

    public void Write(string text) => Encoding.UTF8.GetBytes(text, Buffer);

    public void Write(ReadOnlySpan<byte> bytes) => Buffer.Write(bytes);

    /// <summary>Lets go of what has been written into the buffer where it is much.</summary>
    public void Drain(bool all = false)
    {
        if (!all && Buffer.WrittenCount < Enough) return;
        stream.Write(Buffer.WrittenSpan);
        Buffer.ResetWrittenCount();
    }

    public void Dispose()
    {
        Drain(all: true);
        stream.Dispose();
    }
}
