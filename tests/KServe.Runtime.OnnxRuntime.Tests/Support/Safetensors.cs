using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace KServe.Runtime.OnnxRuntime.Tests;

/// <summary>Reads float32 tensors of a sound file.</summary>
internal sealed class Safetensors
{
    private readonly byte[] _data;
    private readonly JsonElement _header;

    private Safetensors(byte[] data, JsonElement header) => (_data, _header) = (data, header);

    public static Safetensors Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        return new Safetensors(bytes[(8 + length)..], header.RootElement.Clone());
    }

    public long[] Shape(string name) =>
        [.. _header.GetProperty(name).GetProperty("shape").EnumerateArray().Select(static size => size.GetInt64())];

    public float[] Values(string name)
    {
        var offsets = _header.GetProperty(name).GetProperty("data_offsets");
        var (start, end) = (offsets[0].GetInt32(), offsets[1].GetInt32());
        return MemoryMarshal.Cast<byte, float>(_data.AsSpan(start, end - start)).ToArray();
    }
}
