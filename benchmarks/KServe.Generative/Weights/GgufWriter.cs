using System.Runtime.InteropServices;
using System.Text;

namespace KServe.Generative.Weights;

/// <summary>Writes GGUF files, version 3.</summary>
/// <remarks>The format: ggml, docs/gguf.md.</remarks>
internal sealed class GgufWriter : IDisposable
{
    private const uint Magic = 0x46554747;
    private const uint Version = 3;
    private const int Alignment = 32;
    private const uint Int32Type = 5;
    private const uint TextType = 8;

    private readonly MemoryStream _pairs = new();
    private readonly BinaryWriter _pair;
    private readonly List<GgufTensor> _tensors = [];
    private int _pairCount;

    public GgufWriter() => _pair = new BinaryWriter(_pairs);

    public void Add(string key, string value)
    {
        Begin(key, TextType);
        Write(_pair, value);
    }

    public void Add(string key, uint value)
    {
        Begin(key, 4);
        _pair.Write(value);
    }

    public void Add(string key, float value)
    {
        Begin(key, 6);
        _pair.Write(value);
    }

    public void Add(string key, ReadOnlySpan<string> values)
    {
        BeginArray(key, TextType, values.Length);
        foreach (var value in values)
        {
            Write(_pair, value);
        }
    }

    public void Add(string key, ReadOnlySpan<int> values)
    {
        BeginArray(key, Int32Type, values.Length);
        _pair.Write(MemoryMarshal.AsBytes(values));
    }

    public void Add(GgufTensor tensor) => _tensors.Add(tensor);

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="writeTensor">Writes the bytes of a tensor.</param>
    public void Save(string path, Action<GgufTensor, Stream> writeTensor)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)_pairCount);
        _pairs.WriteTo(stream);
        var offset = 0L;
        foreach (var tensor in _tensors)
        {
            WriteInfo(writer, tensor, offset);
            offset += Align(tensor.Bytes);
        }

        foreach (var tensor in _tensors)
        {
            Pad(writer);
            writeTensor(tensor, stream);
        }

        Pad(writer);
    }

    public void Dispose() => _pair.Dispose();

    private static long Align(long value) => (value + Alignment - 1) / Alignment * Alignment;

    private static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        var position = writer.BaseStream.Position;
        writer.Write(new byte[Align(position) - position]);
    }

    private static void WriteInfo(BinaryWriter writer, GgufTensor tensor, long offset)
    {
        Write(writer, tensor.Name);
        writer.Write(tensor.Rows == 0 ? 1 : 2);
        writer.Write((ulong)tensor.Columns);
        if (tensor.Rows > 0)
        {
            writer.Write((ulong)tensor.Rows);
        }

        writer.Write(tensor.Type.Id);
        writer.Write((ulong)offset);
    }

    private static void Write(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private void BeginArray(string key, uint type, int count)
    {
        Begin(key, 9);
        _pair.Write(type);
        _pair.Write((ulong)count);
    }

    private void Begin(string key, uint type)
    {
        Write(_pair, key);
        _pair.Write(type);
        _pairCount++;
    }
}
