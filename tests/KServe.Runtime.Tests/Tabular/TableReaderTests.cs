using KServe.Runtime.Tabular;

namespace KServe.Runtime.Tests.Tabular;

public sealed class TableReaderTests : IDisposable
{
    private static readonly string[] AgeCity = ["age", "city"];

    private readonly InferRequest _request = new("m");

    [Fact]
    public void Read_FloatMatrix_IsHandedOnWithoutACopy()
    {
        var input = InferTensor.Create<float>("x", [2, 3], 1, 2, 3, 4, 5, 6);
        var table = Read(new FakeModel(), input);
        Assert.True(table.IsSingle);
        Assert.Equal((2, 3), (table.RowCount, table.ColumnCount));
        input.AsSpan<float>()[4] = 50;
        Assert.Equal(50, table.Singles.Span[4]);
        Assert.Equal([2d, 50d], table.GetColumn(1).Numbers);
    }

    [Fact]
    public void Read_AnyNumbers_BecomeDoubles()
    {
        Assert.Equal([1d, -2d], Read(new FakeModel(), InferTensor.Create<sbyte>("x", [1, 2], 1, -2)).Doubles.ToArray());
        Assert.Equal([1d, 2d], Read(new FakeModel(), InferTensor.Create<ulong>("x", [1, 2], 1, 2)).Doubles.ToArray());
        Assert.Equal(
            [0.5, 2d], Read(new FakeModel(), InferTensor.Create<Half>("x", [1, 2], (Half)0.5, (Half)2)).Doubles.ToArray());
        var brain = InferTensor.FromMemory("x", TensorDataType.BF16, [1, 1], new byte[] { 0xC0, 0x3F });
        Assert.Equal([1.5], Read(new FakeModel(), brain).Doubles.ToArray());
    }

    [Fact]
    public void Read_SeveralInputs_AreColumnsInTheModelsOrder()
    {
        var table = Read(
            new FakeModel { Names = AgeCity },
            BytesTensor.Rent(_request.Pool, "city", [2, 1], "rome", null),
            InferTensor.Create<int>("age", [2], 30, 40));
        Assert.Equal(AgeCity, table.ColumnNames);
        Assert.Equal([30d, 40d], table.GetColumn(0).Numbers);
        Assert.Equal<string?[]>(["rome", null], table.GetColumn(1).Texts);
    }

    [Fact]
    public void Read_FrameOfOneColumn_KeepsItsName()
    {
        _request.Parameters.TryAdd("content_type", "pd");
        Assert.Equal(["age"], Read(new FakeModel(), InferTensor.Create<long>("age", [2], 1, 2)).ColumnNames);
    }

    [Fact]
    public void Read_Texts_AreColumnsByPosition()
    {
        var table = Read(new FakeModel(), BytesTensor.Rent(_request.Pool, "t", [2, 2], "a", "b", "c", "d"));
        Assert.Null(table.ColumnNames);
        Assert.Equal<string?[]>(["b", "d"], table.GetColumn(1).Texts);
        var error = Assert.Throws<InferenceException>(() => table.CopyTo(new double[4]));
        Assert.Contains("texts, numbers were expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongShapes_NameTheInput()
    {
        Assert.Contains("shape [4], a matrix", Refuse(InferTensor.Create<float>("x", [4], 1, 2, 3, 4)), StringComparison.Ordinal);
        Assert.Contains("'x' has shape [1,1,1]", Refuse(InferTensor.Create<float>("x", [1, 1, 1], 1)), StringComparison.Ordinal);
        Assert.Contains("no rows", Refuse(InferTensor.Create<float>("x", [0, 4])), StringComparison.Ordinal);
        Assert.Contains("no inputs", Refuse(), StringComparison.Ordinal);
        Assert.Equal(
            "input 'b' has 1 rows, input 'a' has 2",
            Refuse(InferTensor.Create<float>("a", [2], 1, 2), InferTensor.Create<float>("b", [1], 1)));
    }

    [Fact]
    public void Read_ColumnsThatDoNotFit_AreNamed()
    {
        var model = new FakeModel { Names = AgeCity };
        InferTensor[] inputs = [InferTensor.Create<float>("age", [1], 1), InferTensor.Create<float>("town", [1], 1)];
        var missing = Assert.Throws<InferenceException>(() => Read(model, inputs));
        Assert.Equal("the column 'city' is missing, the model was trained with 'age', 'city'", missing.Message);
        inputs = [.. inputs, InferTensor.Create<float>("city", [1], 1)];
        var unknown = Assert.Throws<InferenceException>(() => Read(model, inputs));
        Assert.Contains("'town' is not known", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(3, Read(new FakeModel { Names = AgeCity, Selects = true }, inputs).ColumnCount);
    }

    public void Dispose() => _request.Dispose();

    private Table Read(FakeModel model, params InferTensor[] inputs)
    {
        _request.Inputs.Clear();
        foreach (var input in inputs)
        {
            _request.Inputs.Add(input);
        }

        return TableReader.Read(_request, model);
    }

    private static string Refuse(params InferTensor[] inputs)
    {
        using var request = new InferRequest("m");
        foreach (var input in inputs)
        {
            request.Inputs.Add(input);
        }

        return Assert.Throws<InferenceException>(() => TableReader.Read(request, new FakeModel())).Message;
    }
}
