using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace KServe.Storage.Tests.Archives;

/// <summary>Makes archives, sound and otherwise.</summary>
internal static class TestArchives
{
    public static byte[] Bytes(int length, int seed = 1)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] files) =>
        Zip(CompressionLevel.Optimal, files);

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] files)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    public static byte[] Tar(params (string Name, byte[] Content)[] files) => Tar(TarEntryFormat.Pax, files);

    public static byte[] Tar(TarEntryFormat format, params (string Name, byte[] Content)[] files)
    {
        using MemoryStream stream = new();
        using (TarWriter tar = new(stream, format, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                TarEntryType type = format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile;
                tar.WriteEntry(Entry(format, type, name, content));
            }
        }

        return stream.ToArray();
    }

    /// <summary>Makes one header block without any check of its fields.</summary>
    public static byte[] RawHeader(string name, long size, char type, string? sizeText = null)
    {
        byte[] block = new byte[512];
        Encoding.UTF8.GetBytes(name).CopyTo(block, 0);
        Encoding.ASCII.GetBytes("0000644\0").CopyTo(block, 100);
        string octal = sizeText ?? Convert.ToString(size, 8).PadLeft(11, '0');
        Encoding.ASCII.GetBytes(octal).CopyTo(block, 124);
        block.AsSpan(148, 8).Fill((byte)' ');
        block[156] = (byte)type;
        Encoding.ASCII.GetBytes("ustar\0" + "00").CopyTo(block, 257);
        int sum = block.Sum(static b => b);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(block, 148);
        return block;
    }

    /// <summary>Makes a header block with its content and padding.</summary>
    public static byte[] RawEntry(string name, byte[] content, char type = '0')
    {
        byte[] padding = new byte[-content.Length & 511];
        return [.. RawHeader(name, content.Length, type), .. content, .. padding];
    }

    public static byte[] EndOfTar(params byte[][] entries) => [.. entries.SelectMany(static e => e), .. new byte[1024]];

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream stream = new();
        using (System.IO.Compression.GZipStream gzip = new(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return stream.ToArray();
    }

    private static TarEntry Entry(TarEntryFormat format, TarEntryType type, string name, byte[] content)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type, name),
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.Gnu => new GnuTarEntry(type, name),
            _ => new PaxTarEntry(type, name),
        };
        entry.DataStream = new MemoryStream(content);
        return entry;
    }
}
