using System.Runtime.InteropServices;
using KServe.Explainers.Tests.Support;

namespace KServe.Explainers.Tests.Hosting;

public sealed class RequestRowsTests
{
    private static readonly RowSchema NoSchema = new(Names: null, Background: null);

    public static TheoryData<TensorDataType> NumberTypes =>
        [.. Enum.GetValues<TensorDataType>().Where(static type => type.GetElementSize() > 0)];

    [Theory]
    [MemberData(nameof(NumberTypes))]
    public void AddInputs_RowsAsRead_GiveTheSameTensor(TensorDataType type)
    {
        using var request = new InferRequest("m");
        var tensor = InferTensor.Rent(request.Pool, "x", type, [2, 3]);
        TensorNumbers.Write(tensor, [0, 1, 1, 0, 1, 0]);
        request.Inputs.Add(tensor);
        var rows = RequestRows.Read(request, NoSchema);
        Near.Equal([0, 1, 1, 0, 1, 0], rows.Values, 0);
        Assert.Equal(!TensorNumbers.IsFloat(type), rows.AreWhole[0]);
        using var again = new InferRequest("m", request.Pool);
        rows.AddInputs(again, rows.Values, rows.RowCount);
        Assert.Equal(tensor.Data.ToArray(), again.Inputs[0].Data.ToArray());
        Assert.Equal((type, "x"), (again.Inputs[0].DataType, again.Inputs[0].Name));
    }

    [Theory]
    [InlineData(TensorDataType.INT8, 300, 127)]
    [InlineData(TensorDataType.INT8, -300, -128)]
    [InlineData(TensorDataType.UINT16, -5, 0)]
    [InlineData(TensorDataType.UINT64, -5, 0)]
    [InlineData(TensorDataType.INT32, 2.6, 3)]
    [InlineData(TensorDataType.INT64, double.NaN, 0)]
    [InlineData(TensorDataType.BOOL, 0.7, 1)]
    [InlineData(TensorDataType.FP32, 2.5, 2.5)]
    [InlineData(TensorDataType.BF16, 1.00390625, 1)]
    [InlineData(TensorDataType.BF16, 1.01171875, 1.015625)]
    [InlineData(TensorDataType.BF16, double.NaN, double.NaN)]
    public void Write_NumbersOutOfTheType_AreTheNearest(TensorDataType type, double value, double expected)
    {
        using var tensor = InferTensor.Rent(new TensorPool(), "x", type, [1]);
        TensorNumbers.Write(tensor, [value]);
        var read = new double[1];
        TensorNumbers.Read(tensor, read);
        Assert.Equal(expected, read[0]);
    }

    [Fact]
    public void AddInputs_SeveralTensors_KeepFormsTypesAndParameters()
    {
        using var request = new InferRequest("m");
        request.Inputs.Add(InferTensor.Create<long>("a", [2], 1, 2));
        request.Inputs.Add(InferTensor.Create<float>("b", [2, 2], 3, 4, 5, 6));
        request.Inputs.Add(BytesTensor.Rent(request.Pool, "c", [2, 1], "x", null));
        request.Inputs[2].Parameters["content_type"] = "str";
        var rows = RequestRows.Read(request, NoSchema);
        Assert.Equal(["a", "b[0]", "b[1]", "c"], rows.Names);
        Assert.Equal([1, 3, 4, 0, 2, 5, 6, double.NaN], rows.Values);
        using var other = new InferRequest("m", request.Pool);
        rows.AddInputs(other, [7, 8, 9, double.NaN, 7, 8, 9, 0, 1, 1, 1, 0], 3);
        Assert.Equal([7L, 7L, 1L], other.GetInput("a").AsSpan<long>().ToArray());
        Assert.Equal(new TensorShape[] { [3], [3, 2], [3, 1] }, other.Inputs.Select(static input => input.Shape));
        Assert.Equal([8f, 9, 8, 9, 1, 1], MemoryMarshal.Cast<byte, float>(other.GetInput("b").Data.Span).ToArray());
        Assert.Equal((IEnumerable<string?>)[null, "x", "x"], other.GetInput("c").ToNullableStrings());
        Assert.True(other.GetInput("c").Parameters.TryGet("content_type", out _));
    }

    [Fact]
    public void Read_TextsUnknownToTheBackground_GetNumbersAfterIts()
    {
        var background = FeatureTable.FromColumns(new FeatureColumn("a", "x", "y"));
        using var request = new InferRequest("m");
        request.Inputs.Add(BytesTensor.Rent(request.Pool, "a", [3], "y", "new", "x"));
        var rows = RequestRows.Read(request, new RowSchema(null, background));
        Assert.Equal([1, 2, 0], rows.Values);
        Assert.Equal(["x", "y", "new"], rows.Labels[0]!);
    }

    [Fact]
    public void Read_NoInputs_IsRefused()
    {
        using var request = new InferRequest("m");
        Assert.Throws<InferenceException>(() => RequestRows.Read(request, NoSchema));
    }

    [Fact]
    public void Read_TooManyColumns_IsRefused()
    {
        using var request = new InferRequest("m");
        const int Columns = RequestRows.MaxColumns + 1;
        request.Inputs.Add(InferTensor.Create<byte>("a", [1, Columns], new byte[Columns]));
        Assert.Throws<InferenceException>(() => RequestRows.Read(request, NoSchema));
    }
}
