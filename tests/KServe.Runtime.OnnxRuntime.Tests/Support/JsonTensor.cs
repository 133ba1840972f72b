using System.Text.Json;

namespace KServe.Runtime.OnnxRuntime.Tests;

/// <summary>Reads the tensors of the fixtures' JSON files.</summary>
internal sealed class JsonTensor
{
    private readonly List<JsonElement> _values = [];

    private JsonTensor(JsonElement element)
    {
        Name = element.GetProperty("name").GetString()!;
        DataType = element.GetProperty("dtype").GetString() switch
        {
            "bool" => TensorDataType.BOOL,
            "uint8" => TensorDataType.UINT8,
            "int64" => TensorDataType.INT64,
            "float16" => TensorDataType.FP16,
            "float32" => TensorDataType.FP32,
            "float64" => TensorDataType.FP64,
            "string" => TensorDataType.BYTES,
            var other => throw new NotSupportedException(other),
        };
        Shape = [.. element.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt64())];
        Rtol = element.TryGetProperty("rtol", out var rtol) ? rtol.GetDouble() : 0;
        Atol = element.TryGetProperty("atol", out var atol) ? atol.GetDouble() : 0;
        Flatten(element.GetProperty("data"));
    }

    public string Name { get; }

    public TensorDataType DataType { get; }

    public TensorShape Shape { get; }

    public double Rtol { get; }

    public double Atol { get; }

    public static IReadOnlyList<JsonTensor> Read(string path, string property)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.Clone().GetProperty(property).EnumerateArray()
            .Select(static element => new JsonTensor(element))];
    }

    public InferTensor ToTensor() => DataType switch
    {
        TensorDataType.BOOL => Create(static value => value.GetBoolean()),
        TensorDataType.UINT8 => Create(static value => value.GetByte()),
        TensorDataType.INT64 => Create(static value => value.GetInt64()),
        TensorDataType.FP16 => Create(static value => (Half)ToDouble(value)),
        TensorDataType.FP32 => Create(static value => (float)ToDouble(value)),
        TensorDataType.FP64 => Create(ToDouble),
        _ => BytesTensor.Rent(
            new TensorPool(), Name, Shape, [.. _values.Select(static value => value.GetString()!)]),
    };

    public void AssertMatches(InferTensor tensor)
    {
        Assert.Equal(Name, tensor.Name);
        Assert.Equal(DataType, tensor.DataType);
        Assert.Equal(Shape, tensor.Shape);
        var got = ToDoubles(tensor);
        for (var i = 0; i < got.Length; i++)
        {
            var want = Round(ToDouble(_values[i]));
            var isRight = got[i].Equals(want) || Math.Abs(got[i] - want) <= Atol + (Rtol * Math.Abs(want));
            Assert.True(isRight, $"{Name}[{i}]: got {got[i]:R}, want {want:R}");
        }

        if (DataType == TensorDataType.INT64)
        {
            Assert.Equal([.. _values.Select(static value => value.GetInt64())], tensor.AsSpan<long>().ToArray());
        }
    }

    private static double[] ToDoubles(InferTensor tensor) => tensor.DataType switch
    {
        TensorDataType.BOOL or TensorDataType.UINT8 => Array.ConvertAll(
            tensor.AsSpan<byte>().ToArray(), static value => (double)value),
        TensorDataType.INT64 => Array.ConvertAll(tensor.AsSpan<long>().ToArray(), static value => (double)value),
        TensorDataType.FP16 => Array.ConvertAll(tensor.AsSpan<Half>().ToArray(), static value => (double)value),
        TensorDataType.FP32 => Array.ConvertAll(tensor.AsSpan<float>().ToArray(), static value => (double)value),
        _ => tensor.AsSpan<double>().ToArray(),
    };

    // The files carry the shortest text that reads back as the type.
    private double Round(double value) => DataType switch
    {
        TensorDataType.FP16 => (double)(Half)value,
        TensorDataType.FP32 => (float)value,
        _ => value,
    };

    private static double ToDouble(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => double.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.GetDouble(),
    };

    private InferTensor Create<T>(Func<JsonElement, T> read)
        where T : unmanaged => InferTensor.Create<T>(Name, Shape, [.. _values.Select(read)]);

    private void Flatten(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            _values.Add(element);
            return;
        }

        foreach (var item in element.EnumerateArray())
        {
            Flatten(item);
        }
    }
}
