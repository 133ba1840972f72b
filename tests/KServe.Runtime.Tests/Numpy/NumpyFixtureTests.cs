using System.Runtime.InteropServices;
using System.Text.Json;
using KServe.Runtime.Numpy;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Numpy;

public sealed class NumpyFixtureTests
{
    public static TheoryData<string> Cases =>
    [
        .. FixtureCase.Names("tensors").Where(static name => name.StartsWith("np", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_EveryTensorOfACase_MatchesNumpy(string name)
    {
        var fixture = FixtureCase.Load("tensors", name);
        Assert.NotEmpty(fixture.Outputs);
        Assert.All(fixture.Outputs, output =>
        {
            var array = Read(fixture, output);

            Assert.Equal(output.Shape, GetShape(array));
            if (output.DataType == "string")
            {
                Assert.Equal(output.Texts, array.ToTexts());
            }
            else
            {
                Assert.Equal(ReadExpected(output), ReadActual(array));
            }
        });
    }

    private static NumpyArray Read(FixtureCase fixture, FixtureOutput output)
    {
        var path = Path.Combine(fixture.Folder, output.Json.GetProperty("file").GetString()!);
        return Path.GetExtension(path) == ".npz"
            ? NpzFile.Read(path, TestContext.Current.CancellationToken)[output.Json.GetProperty("tensor").GetString()!]
            : NpyFile.Read(path, TestContext.Current.CancellationToken);
    }

    private static int[] GetShape(NumpyArray array) =>
        array.Type.Kind == NumpyKind.Complex ? [.. array.Shape, 2] : array.Shape;

    /// <summary>Brings numbers into a form that keeps every bit, 64-bit integers included.</summary>
    private static object[] ReadActual(NumpyArray array) => (array.Type.Kind, array.Type.ItemSize) switch
    {
        (NumpyKind.Complex, _) => [.. array.ToComplexParts()],
        (NumpyKind.Float, _) => [.. array.ToDoubles()],
        (NumpyKind.Unsigned, 8) => [.. MemoryMarshal.Cast<byte, ulong>(array.GetOrderedBytes()).ToArray()],
        _ => [.. array.ToIntegers()],
    };

    private static object[] ReadExpected(FixtureOutput output) =>
    [
        .. Flatten(output.Json.GetProperty("data")).Select(value => ReadExpected(value, output.DataType)),
    ];

    private static object ReadExpected(JsonElement value, string type) => type switch
    {
        "float64" => FixtureInput.ReadNumber(value),
        "float32" => (double)(float)FixtureInput.ReadNumber(value),
        "float16" => (double)(Half)FixtureInput.ReadNumber(value),
        "uint64" => (object)value.GetUInt64(),
        "bool" => value.GetBoolean() ? 1L : 0L,
        _ => value.GetInt64(),
    };

    private static IEnumerable<JsonElement> Flatten(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().SelectMany(Flatten)
        : [value];
}
