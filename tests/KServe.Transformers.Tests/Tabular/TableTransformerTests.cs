namespace KServe.Transformers.Tests.Tabular;

public sealed class TableTransformerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Preprocess_Matrix_HasColumnsInOrderScaledAndEncoded()
    {
        var options = new TableOptions { Output = "x" }
            .Add("sex", static column => Fill(column, "f", "m"))
            .Add("colour", static column =>
            {
                Fill(column, "red", "green", "blue");
                column.OneHot = true;
            })
            .Add("age", static column =>
            {
                column.From = "years";
                column.Mean = 40;
                column.Deviation = 10;
            });
        using var request = new InferRequest("m")
        {
            Inputs =
            {
                InferTensor.Create("unused", [1], 1),
                InferTensor.Create("years", [2], 30, 55),
                Texts("sex", "m", "f"),
                Texts("colour", "blue", "red"),
            },
        };
        using var following = await PreprocessAsync(options, request);
        var matrix = Assert.Single(following.Inputs);
        Assert.Equal(("x", "[2,5]"), (matrix.Name, matrix.Shape.ToString()));
        Assert.Equal([1, 0, 0, 1, -1, 0, 1, 0, 0, 1.5f], matrix.AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task Preprocess_ColumnsOfAMatrix_AreSelected()
    {
        var options = new TableOptions { DataType = TensorDataType.FP64 }
            .Add("b", static column => (column.From, column.Index) = ("x", 1))
            .Add("a", static column => (column.From, column.Index) = ("x", 0));
        var inner = new ModelSignature
        {
            Inputs = [new("a", TensorDataType.FP64, [-1]), new("b", TensorDataType.FP64, [-1, 1])],
        };
        using var request = new InferRequest("m")
        {
            Inputs = { InferTensor.Create<Half>("x", [2, 2], (Half)1, (Half)2, (Half)3, (Half)4) },
        };
        using var following = await PreprocessAsync(options, request, inner);
        Assert.Equal("[2,1]", following.GetInput("b").Shape.ToString());
        Assert.Equal([2.0, 4], following.GetInput("b").AsSpan<double>().ToArray());
        Assert.Equal("[2]", following.GetInput("a").Shape.ToString());
        Assert.Equal([1.0, 3], following.GetInput("a").AsSpan<double>().ToArray());
    }

    [Fact]
    public async Task Preprocess_MissingValues_BecomeDefaults()
    {
        var options = new TableOptions { Output = "x", UnknownCategory = UnknownCategory.Missing }
            .Add("age", static column => column.Default = "33")
            .Add("size", static column => column.Default = "1.5")
            .Add("sex", static column =>
            {
                Fill(column, "f", "m");
                column.Default = "m";
            })
            .Add("colour", static column =>
            {
                Fill(column, "red", "green");
                column.OneHot = true;
            });
        using var request = new InferRequest("m")
        {
            Inputs =
            {
                InferTensor.Create("age", [2], float.NaN, 20), Texts("sex", null, "f"), Texts("colour", "grey", "green"),
            },
        };
        using var following = await PreprocessAsync(options, request);
        Assert.Equal([33, 1.5f, 1, 0, 0, 20, 1.5f, 0, 0, 1], following.Inputs[0].AsSpan<float>().ToArray());
    }

    [Theory]
    [InlineData("age")]
    [InlineData("sex")]
    public async Task Preprocess_MissingInput_IsRefused(string missing)
    {
        using var request = new InferRequest("m")
        {
            Inputs = { missing == "age" ? Texts("sex", "f") : InferTensor.Create("age", [1], 1f) },
        };
        await AssertRefusedAsync(request, $"input '{missing}' is missing");
    }

    [Fact]
    public async Task Preprocess_WrongInputs_AreRefusedByName()
    {
        foreach (var (age, sex, message) in (IEnumerable<(InferTensor, InferTensor, string)>)
        [
            (InferTensor.Create("age", [1], 1f), Texts("sex", "x"),
                "input 'sex': row 0 is none of the 2 categories of 'sex'"),
            (InferTensor.Create("age", [1], 1f), Texts("sex", new string('x', 500)),
                "input 'sex': row 0 is none of the 2 categories of 'sex'"),
            (InferTensor.Create("age", [1], 1f), InferTensor.Create("sex", [1], 1),
                "input 'sex' has datatype INT32, expected BYTES: a category"),
            (Texts("age", "1"), Texts("sex", "f"), "input 'age' has datatype BYTES, expected numbers"),
            (InferTensor.Create("age", [2], 1f, 2), Texts("sex", "f"), "input 'sex' has 1 rows, input 'age' has 2"),
            (InferTensor.Create("age", [1, 2], 1f, 2), Texts("sex", "f"), "input 'age' has 2 column(s), expected 1"),
        ])
        {
            using var request = new InferRequest("m") { Inputs = { age, sex } };
            await AssertRefusedAsync(request, message);
        }
    }

    [Theory]
    [InlineData(TensorDataType.INT8)]
    [InlineData(TensorDataType.UINT64)]
    [InlineData(TensorDataType.BOOL)]
    [InlineData(TensorDataType.FP16)]
    [InlineData(TensorDataType.UINT16)]
    public async Task Preprocess_AnyNumbers_AreTaken(TensorDataType type)
    {
        var options = new TableOptions { Output = "x" }.Add("a");
        var length = type switch
        {
            TensorDataType.INT8 or TensorDataType.BOOL => 1,
            TensorDataType.UINT64 => 8,
            _ => 2,
        };
        var data = new byte[3 * length];
        data[length] = 1;
        using var request = new InferRequest("m") { Inputs = { InferTensor.FromMemory("a", type, [3], data) } };
        using var following = await PreprocessAsync(options, request);
        var expected = type == TensorDataType.FP16 ? (float)BitConverter.UInt16BitsToHalf(1) : 1;
        Assert.Equal([0, expected, 0], following.Inputs[0].AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task Load_BadOptions_NameTheOption()
    {
        foreach (var (option, options) in (IEnumerable<(string, TableOptions)>)
        [
            ("Columns", new TableOptions()),
            ("Columns", new TableOptions().Add("a").Add("a")),
            ("DataType", new TableOptions { DataType = TensorDataType.INT32 }.Add("a")),
            ("Deviation", new TableOptions().Add("a", static column => column.Deviation = 0)),
            ("Index", new TableOptions().Add("a", static column => column.Index = -1)),
            ("OneHot", new TableOptions().Add("a", static column => column.OneHot = true)),
            ("Default", new TableOptions().Add("a", static column => column.Default = "x")),
            ("Categories", new TableOptions().Add("a", static column => Fill(column, "x", "x"))),
        ])
        {
            await Assert.ThrowsAsync<ArgumentException>(option, () => Loading.LoadAsync(new TableTransformer(options)));
        }
    }

    private static async Task AssertRefusedAsync(InferRequest request, string message)
    {
        var options = new TableOptions().Add("age").Add("sex", static column => Fill(column, "f", "m"));
        var error = await Assert.ThrowsAsync<InferenceException>(() => PreprocessAsync(options, request));
        Assert.Equal((message, InferenceErrorCode.InvalidArgument), (error.Message, error.Code));
    }

    private static async Task<InferRequest> PreprocessAsync(
        TableOptions options,
        InferRequest request,
        ModelSignature? inner = null)
    {
        var transformer = await Loading.LoadAsync(new TableTransformer(options), inner);
        return await transformer.PreprocessAsync(request, Token);
    }

    private static void Fill(ColumnOptions column, params string[] categories)
    {
        foreach (var category in categories)
        {
            column.Categories.Add(category);
        }
    }

    private static InferTensor Texts(string name, params string?[] texts) =>
        BytesTensor.Rent(new TensorPool(), name, [texts.Length], texts);
}
