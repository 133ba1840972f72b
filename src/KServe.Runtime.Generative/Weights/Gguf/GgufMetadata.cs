namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>The metadata of a GGUF file by key; values are read when they are asked for.</summary>
/// <remarks>Safe for concurrent reads while the file is open.</remarks>
internal sealed class GgufMetadata
{
    private const int MaxPairs = 1 << 16;
    private const int LeastPairBytes = 13;
    private const int MaxElements = 1 << 30;

    private readonly WeightSource _source;
    private readonly Dictionary<string, GgufValue> _values = new(StringComparer.Ordinal);

    private GgufMetadata(WeightSource source) => _source = source;

    /// <summary>Gets the name of the file, for errors.</summary>
    public string File => _source.Name;

    public static GgufMetadata Read(WeightSource source, GgufCursor cursor, long pairs)
    {
        if (pairs > MaxPairs || pairs > cursor.Remaining / LeastPairBytes)
        {
            throw WeightErrors.Create(
                source.Name, $"the number of metadata values must be at most {MaxPairs}, and fit into the file");
        }

        var metadata = new GgufMetadata(source);
        for (var i = 0L; i < pairs; i++)
        {
            var key = cursor.ReadText("a metadata key", maxBytes: ushort.MaxValue);
            if (key.Length == 0 || metadata._values.ContainsKey(key))
            {
                throw metadata.Error(key, "is empty or there twice");
            }

            metadata._values.Add(key, metadata.ReadValue(cursor, key));
        }

        return metadata;
    }

    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>Reads a whole number of any width.</summary>
    public long? Int64(string key)
    {
        if (!_values.TryGetValue(key, out var value))
        {
            return null;
        }

        var cursor = new GgufCursor(_source, value.Offset);
        return ReadInteger(cursor, value.Type) ?? throw Error(key, "must be a whole number");
    }

    /// <summary>Reads a number that must be stored as an unsigned one of 32 bits.</summary>
    public uint? UInt32(string key) => _values.TryGetValue(key, out var value)
        ? value.Type == GgufType.UInt32
            ? new GgufCursor(_source, value.Offset).ReadUInt32()
            : throw Error(key, "must be an unsigned number of 32 bits")
        : null;

    /// <summary>Reads a number of any type.</summary>
    public double? Number(string key)
    {
        if (!_values.TryGetValue(key, out var value))
        {
            return null;
        }

        var cursor = new GgufCursor(_source, value.Offset);
        return value.Type switch
        {
            // the shortest text of a binary32 is what the writer of the file meant: 1e-05, not 9.99999974e-06
            GgufType.Float32 => double.Parse($"{BitConverter.UInt32BitsToSingle(cursor.ReadUInt32()):R}"),
            GgufType.Float64 => BitConverter.UInt64BitsToDouble(cursor.ReadUInt64()),
            _ => ReadInteger(cursor, value.Type) ?? throw Error(key, "must be a number"),
        };
    }

    public bool? Flag(string key) => _values.TryGetValue(key, out var value)
        ? value.Type == GgufType.Bool
            ? new GgufCursor(_source, value.Offset).ReadByte() != 0
            : throw Error(key, "must be true or false")
        : null;

    public string? Text(string key) => _values.TryGetValue(key, out var value)
        ? value.Type == GgufType.Text
            ? new GgufCursor(_source, value.Offset).ReadText(key)
            : throw Error(key, "must be a text")
        : null;

    /// <summary>Gets the number of elements of an array.</summary>
    public long? Count(string key) => TryGetArray(key, out var value) ? value.Count : null;

    public string[]? Texts(string key, int maxCount)
    {
        if (!TryGetArray(key, out var value))
        {
            return null;
        }

        if (value.ElementType != GgufType.Text || value.Count > maxCount)
        {
            throw Error(key, $"must be an array of at most {maxCount} texts");
        }

        var cursor = new GgufCursor(_source, value.Offset);
        var texts = new string[value.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = cursor.ReadText(key);
        }

        return texts;
    }

    public float[]? Floats(string key, int maxCount)
    {
        if (!TryGetArray(key, out var value))
        {
            return null;
        }

        if (value.ElementType != GgufType.Float32 || value.Count > maxCount)
        {
            throw Error(key, $"must be an array of at most {maxCount} binary32 numbers");
        }

        var cursor = new GgufCursor(_source, value.Offset);
        var numbers = new float[value.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BitConverter.UInt32BitsToSingle(cursor.ReadUInt32());
        }

        return numbers;
    }

    public int[]? Int32s(string key, int maxCount)
    {
        if (!TryGetArray(key, out var value))
        {
            return null;
        }

        if (value.ElementType is not (GgufType.Int32 or GgufType.UInt32) || value.Count > maxCount)
        {
            throw Error(key, $"must be an array of at most {maxCount} whole numbers of 32 bits");
        }

        var cursor = new GgufCursor(_source, value.Offset);
        var numbers = new int[value.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            var number = cursor.ReadUInt32();
            numbers[i] = number <= int.MaxValue || value.ElementType == GgufType.Int32
                ? (int)number
                : throw Error(key, "must hold numbers below 2^31");
        }

        return numbers;
    }

    public byte[]? Bytes(string key, int maxCount)
    {
        if (!TryGetArray(key, out var value))
        {
            return null;
        }

        if (value.ElementType is not (GgufType.UInt8 or GgufType.Int8) || value.Count > maxCount)
        {
            throw Error(key, $"must be an array of at most {maxCount} bytes");
        }

        var cursor = new GgufCursor(_source, value.Offset);
        var bytes = new byte[value.Count];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = cursor.ReadByte();
        }

        return bytes;
    }

    public InferenceException Error(string key, string reason) =>
        WeightErrors.Create(File, $"{(key.Length == 0 ? "a metadata key" : WeightErrors.Show(key))} {reason}");

    private bool TryGetArray(string key, out GgufValue value) => _values.TryGetValue(key, out value)
        && (value.Type == GgufType.Array ? true : throw Error(key, "must be an array"));

    private static long? ReadInteger(GgufCursor cursor, GgufType type) => type switch
    {
        GgufType.UInt8 => cursor.ReadByte(),
        GgufType.Int8 => (sbyte)cursor.ReadByte(),
        GgufType.UInt16 => cursor.ReadUInt16(),
        GgufType.Int16 => (short)cursor.ReadUInt16(),
        GgufType.UInt32 => cursor.ReadUInt32(),
        GgufType.Int32 => (int)cursor.ReadUInt32(),
        GgufType.UInt64 => (long)Math.Min(cursor.ReadUInt64(), long.MaxValue),
        GgufType.Int64 => (long)cursor.ReadUInt64(),
        _ => null,
    };

    private GgufValue ReadValue(GgufCursor cursor, string key)
    {
        var type = (GgufType)cursor.ReadUInt32();
        if (type == GgufType.Array)
        {
            return ReadArray(cursor, key);
        }

        var value = new GgufValue(type, cursor.Position);
        SkipElements(cursor, type, 1, key);
        return value;
    }

    private GgufValue ReadArray(GgufCursor cursor, string key)
    {
        var type = (GgufType)cursor.ReadUInt32();
        var count = cursor.ReadCount(SizeOf(type) ?? 8, "array elements");
        if (type == GgufType.Array || count > MaxElements)
        {
            throw Error(key, $"must be an array of at most {MaxElements} elements that are no arrays");
        }

        var value = new GgufValue(GgufType.Array, cursor.Position, type, count);
        SkipElements(cursor, type, count, key);
        return value;
    }

    private void SkipElements(GgufCursor cursor, GgufType type, long count, string key)
    {
        if (SizeOf(type) is { } size)
        {
            cursor.Skip(count * size);
            return;
        }

        if (type != GgufType.Text)
        {
            throw Error(key, $"has the unknown type {(uint)type}");
        }

        for (var i = 0L; i < count; i++)
        {
            cursor.SkipText();
        }
    }

    private static int? SizeOf(GgufType type) => type switch
    {
        GgufType.UInt8 or GgufType.Int8 or GgufType.Bool => 1,
        GgufType.UInt16 or GgufType.Int16 => 2,
        GgufType.UInt32 or GgufType.Int32 or GgufType.Float32 => 4,
        GgufType.UInt64 or GgufType.Int64 or GgufType.Float64 => 8,
        _ => null,
    };
}
