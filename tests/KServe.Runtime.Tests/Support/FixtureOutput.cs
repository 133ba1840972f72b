using System.Text.Json;

namespace KServe.Runtime.Tests.Support;

/// <summary>What must come out, and how close.</summary>
internal sealed class FixtureOutput(JsonElement json)
{
    public JsonElement Json { get; } = json;

    public string Name => Json.GetProperty("name").GetString()!;

    public string DataType => Json.GetProperty("dtype").GetString()!;

    public int[] Shape => [.. Json.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt32())];

    public double RelativeTolerance => Json.GetProperty("rtol").GetDouble();

    public double AbsoluteTolerance => Json.GetProperty("atol").GetDouble();

    /// <summary>Gets all numbers, row-major.</summary>
    public double[] Numbers => [.. Flatten(Json.GetProperty("data")).Select(FixtureInput.ReadNumber)];

    /// <summary>Gets all texts, row-major.</summary>
    public string?[] Texts => [.. Flatten(Json.GetProperty("data")).Select(static value => value.GetString())];

    /// <summary>Asserts that numbers are within the tolerance, NaN and infinities included.</summary>
    public void AssertMatches(ReadOnlySpan<double> actual)
    {
        var expected = Numbers;
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var isRight = double.IsFinite(expected[i])
                ? Math.Abs(actual[i] - expected[i]) <= AbsoluteTolerance + RelativeTolerance * Math.Abs(expected[i])
                : actual[i].Equals(expected[i]);
            Assert.True(isRight, $"{Name}[{i}]: {actual[i]:R}, expected {expected[i]:R}");
        }
    }

    /// <summary>Asserts that a tensor has the shape and the values.</summary>
    /// <remarks>Where the fixture holds the first rows only, only these are compared.</remarks>
    public void AssertMatches(InferTensor actual)
    {
        if (Json.TryGetProperty("rows", out _))
        {
            Assert.Equal(Shape[1..].Select(static size => (long)size), actual.Shape.Dimensions[1..].ToArray());
            AssertMatches(ReadNumbers(actual).AsSpan(0, Numbers.Length));
            return;
        }

        Assert.Equal(Shape.Select(static size => (long)size), actual.Shape.Dimensions.ToArray());
        if (actual.DataType == TensorDataType.BYTES)
        {
            Assert.Equal(Texts, actual.ToStrings());
        }
        else
        {
            AssertMatches(ReadNumbers(actual));
        }
    }

    private static double[] ReadNumbers(InferTensor tensor) => tensor.DataType switch
    {
        TensorDataType.FP32 => Array.ConvertAll(tensor.AsSpan<float>().ToArray(), static value => (double)value),
        TensorDataType.FP64 => tensor.AsSpan<double>().ToArray(),
        TensorDataType.INT32 => Array.ConvertAll(tensor.AsSpan<int>().ToArray(), static value => (double)value),
        TensorDataType.INT64 => Array.ConvertAll(tensor.AsSpan<long>().ToArray(), static value => (double)value),
        TensorDataType.BOOL => Array.ConvertAll(tensor.Data.ToArray(), static value => (double)value),
        _ => throw new InvalidDataException($"outputs of {tensor.DataType}"),
    };

    private static IEnumerable<JsonElement> Flatten(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().SelectMany(Flatten)
        : [value];
}
