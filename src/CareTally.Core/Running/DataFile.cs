using System.IO.Compression;

namespace CareTally.Core.Running;

/// <summary>Opens files as the database reads them: unpacked.</summary>
internal static class DataFile
{
    private static readonly byte[] Mark = "whole to its end"u8.ToArray();

    public static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    public static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        return IsPacked(path) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>
    /// Whether a packed file ends before its archive does. Neither the database nor .NET says so: but what is packed behind it comes out
    /// again only where it is whole.
    /// </summary>
    public static bool IsCutOff(string path)
    {
        if (!IsPacked(path)) return false;
        try
        {
            using var stream = new GZipStream(new Chained(File.OpenRead(path), new MemoryStream(Pack(Mark))), CompressionMode.Decompress);
            var buffer = new byte[1 << 16];
            byte[] end = [];
            for (int read; (read = stream.Read(buffer)) > 0;) end = [.. end.Concat(buffer[..read]).TakeLast(Mark.Length)];
            return !end.AsSpan().SequenceEqual(Mark);
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

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
