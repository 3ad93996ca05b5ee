using System.Collections.Concurrent;
using System.IO.Compression;
using CareTally.Core.Planning;

namespace CareTally.Core.Running;

/// <summary>Opens files as the database reads them: unpacked.</summary>
internal static class DataFile
{
    private static readonly byte[] Mark = "whole to its end"u8.ToArray();

    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime At), Lazy<bool>> Known = new();

    public static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    public static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        return IsPacked(path) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>
    /// Whether a packed file ends before its archive does. Neither the database nor .NET says so: but what is packed behind it comes out
    /// again only where it is whole. Several steps may ask of one file: it is read again only where it has changed.
    /// </summary>
    public static bool IsCutOff(string path)
    {
        if (!IsPacked(path) || ExternalLocation.IsUrl(path)) return false;
        var file = new FileInfo(path);
        return Known.GetOrAdd((path, file.Length, file.LastWriteTimeUtc), _ => new Lazy<bool>(() => EndsEarly(path))).Value;
    }

    private static bool EndsEarly(string path)
    {
        try
        {
            using var stream = new GZipStream(new Chained(File.OpenRead(path), new MemoryStream(Pack(Mark))), CompressionMode.Decompress);
            var (buffer, end) = (new byte[1 << 16], Array.Empty<byte>());
            for (int read; (read = stream.Read(buffer)) > 0;) end = Last([.. end, .. Last(buffer[..read])]);
            return !end.AsSpan().EndsWith(Mark);
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    private static byte[] Last(byte[] bytes) => bytes[Math.Max(0, bytes.Length - Mark.Length)..];

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest)) stream.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>One stream behind another.</summary>
    private sealed class Chained(Stream first, Stream second) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => first.Read(buffer, offset, count) is > 0 and var read ? read : second.Read(buffer, offset, count);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            first.Dispose();
            second.Dispose();
            base.Dispose(disposing);
        }
    }
}
