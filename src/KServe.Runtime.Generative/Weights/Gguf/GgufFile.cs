using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>A checked GGUF file: its metadata, and its tensors under the names in the file.</summary>
/// <remarks>
/// Source: the GGUF specification of ggml and the checks of its reader (<c>gguf.cpp</c>). Versions 2 and 3 are laid out
/// alike.
/// </remarks>
internal sealed class GgufFile
{
    private const uint Magic = 0x46554747; // GGUF
    private const int LeastTensorBytes = 24;
    private const int MaxTensors = 1 << 20;
    private const int MaxNameBytes = 63;
    private const int MaxRank = 4;
    private const uint DefaultAlignment = 32;

    private GgufFile(GgufMetadata metadata, IReadOnlyDictionary<string, StoredTensor> tensors)
    {
        Metadata = metadata;
        Tensors = tensors;
    }

    /// <summary>Gets the metadata.</summary>
    public GgufMetadata Metadata { get; }

    /// <summary>Gets the tensors, shapes outermost first.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <summary>Reads and checks the header.</summary>
    /// <exception cref="InferenceException">The file breaks the format.</exception>
    public static GgufFile Read(WeightSource source)
    {
        var cursor = new GgufCursor(source);
        CheckVersion(source, cursor);
        var tensorCount = cursor.ReadCount(LeastTensorBytes, "tensors");
        var pairCount = cursor.ReadCount(1, "metadata values");
        if (tensorCount > MaxTensors)
        {
            throw WeightErrors.Create(source.Name, $"the number of tensors must be at most {MaxTensors}");
        }

        var metadata = GgufMetadata.Read(source, cursor, pairCount);
        var alignment = Alignment(metadata);
        Dictionary<string, StoredTensor> tensors = new(StringComparer.Ordinal);
        var place = new GgufPlace(alignment);
        for (var i = 0L; i < tensorCount; i++)
        {
            var name = cursor.ReadText("a tensor's name", MaxNameBytes);
            if (!tensors.TryAdd(name, ReadTensor(source, cursor, name, place)))
            {
                throw Error(source, name, "is there twice");
            }
        }

        return new GgufFile(metadata, Place(source, tensors, cursor.Position, place));
    }

    private static void CheckVersion(WeightSource source, GgufCursor cursor)
    {
        if (cursor.ReadUInt32() != Magic)
        {
            throw WeightErrors.Create(source.Name, "the file does not begin with GGUF");
        }

        var version = cursor.ReadUInt32();
        if (version is not (2 or 3))
        {
            var hint = BinaryPrimitives.ReverseEndianness(version) is 2 or 3 ? "; a file of a big-endian machine" : "";
            throw WeightErrors.Create(source.Name, $"has the version {version}, expected 2 or 3{hint}");
        }
    }

    private static uint Alignment(GgufMetadata metadata)
    {
        const string Key = "general.alignment";
        return metadata.UInt32(Key) switch
        {
            null => DefaultAlignment,
            { } value when BitOperations.IsPow2(value) => value,
            _ => throw metadata.Error(Key, "must be a power of two"),
        };
    }

    private static StoredTensor ReadTensor(WeightSource source, GgufCursor cursor, string name, GgufPlace place)
    {
        var (shape, count) = ReadShape(source, cursor, name);
        var typeNumber = cursor.ReadUInt32();
        var type = GgufTensorType.Find(typeNumber)
            ?? throw Error(source, name, $"has the type {typeNumber}, which is not supported");
        if (shape[^1] % type.BlockSize != 0)
        {
            throw Error(source, name, $"has rows of {shape[^1]} numbers, expected a multiple of {type.BlockSize}");
        }

        var offset = cursor.ReadUInt64();
        if (offset != place.Next)
        {
            throw Error(source, name, $"has the offset {offset}, expected {place.Next}, behind the one before");
        }

        return place.TryAdd((Int128)count / type.BlockSize * type.BlockBytes)
            ? new StoredTensor(source, (long)offset, type.Format, type.Name, shape)
            : throw Error(source, name, "ends beyond what 64 bits count");
    }

    private static (ImmutableArray<long> Shape, long Count) ReadShape(
        WeightSource source, GgufCursor cursor, string name)
    {
        var rank = cursor.ReadUInt32();
        if (rank > MaxRank)
        {
            throw Error(source, name, $"has {rank} dimensions, expected at most {MaxRank}");
        }

        var sizes = new long[Math.Max(1, rank)];
        sizes[0] = 1;
        var count = (Int128)1;
        for (var i = 0; i < rank; i++)
        {
            var size = cursor.ReadUInt64();
            count *= size;
            if (size > long.MaxValue || count > long.MaxValue)
            {
                throw Error(source, name, "has more numbers than 64 bits count");
            }

            sizes[i] = (long)size;
        }

        Array.Reverse(sizes); // the file has the innermost first
        return (ImmutableArray.Create(sizes), (long)count);
    }

    /// <summary>Moves offsets behind the header and checks that the data are all there.</summary>
    private static Dictionary<string, StoredTensor> Place(
        WeightSource source, Dictionary<string, StoredTensor> tensors, long position, GgufPlace place)
    {
        var start = place.Align(position);
        if (tensors.Count > 0 && start + place.End > source.Length)
        {
            throw WeightErrors.Create(source.Name, "the file is too short for its tensors");
        }

        var placed = new Dictionary<string, StoredTensor>(tensors.Count, StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            placed.Add(name, tensor with { Offset = (long)start + tensor.Offset });
        }

        return placed;
    }

    private static InferenceException Error(WeightSource source, string name, string reason) =>
        WeightErrors.Create(source.Name, $"tensor {WeightErrors.Show(name)} {reason}");
}
