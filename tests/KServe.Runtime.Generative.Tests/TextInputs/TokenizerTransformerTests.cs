using System.Text;
using KServe.Runtime.Generative.Tests.Support;
using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative.Tests.TextInputs;

/// <summary>Compares with the Hugging Face library, and holds the limits.</summary>
public sealed class TokenizerTransformerTests
{
    private const string Uncased = "wordpiece-uncased";

    private static readonly TensorPool Pool = new();

    public static TheoryData<string> Names => [.. TokenizerFixture.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Preprocess_GoldenTexts_AreTheReferencesIdsFilledUp(string name)
    {
        using var golden = TokenizerFixture.Golden(name);
        var cases = golden.RootElement.GetProperty("cases").EnumerateArray()
            .Select(static item => (Text: item.GetProperty("text").GetString()!, Ids: item.GetProperty("ids").Ints()))
            .Where(static item => item.Ids.Length > 0 && IsUtf8(item.Text))
            .ToArray();
        using var folder = new TokenizerFolder(name);
        await using var transformer = await folder.LoadAsync(new TokenizerOptions { MaxLength = 1 << 16 });
        foreach (var batch in cases.Chunk(16))
        {
            using var request = Texts([.. batch.Select(static item => item.Text)]);

            using var made = await transformer.PreprocessAsync(request, TestContext.Current.CancellationToken);

            var length = batch.Max(static item => item.Ids.Length);
            Assert.Equal(["input_ids", "attention_mask"], made.Inputs.Select(static tensor => tensor.Name));
            Assert.Equal(Shape(batch.Length, length), made.Inputs[0].Shape);
            for (var i = 0; i < batch.Length; i++)
            {
                var ids = batch[i].Ids;
                Assert.Equal(
                    ids.Select(static id => (long)id), Row(made, "input_ids", i, length).Take(ids.Length));
                Assert.Equal(
                    Enumerable.Range(0, length).Select(at => at < ids.Length ? 1L : 0L),
                    Row(made, "attention_mask", i, length));
            }
        }
    }

    [Theory]
    [InlineData(Uncased)]
    [InlineData("bpe-roberta")]
    [InlineData("unigram-xlmr")]
    public async Task Preprocess_GoldenPairs_HaveTheReferencesTypes(string name)
    {
        using var golden = TokenizerFixture.Golden(name);
        using var folder = new TokenizerFolder(name);
        await using var transformer = await folder.LoadAsync(
            new TokenizerOptions { PairInput = "second" }, Takes(TensorDataType.INT64, -1));
        foreach (var item in golden.RootElement.GetProperty("pairs").EnumerateArray())
        {
            using var request = Texts([item.GetProperty("text").GetString()!]);
            request.Inputs.Add(BytesTensor.Rent(
                request.Pool, "second", [1], item.GetProperty("pair").GetString()!));

            using var made = await transformer.PreprocessAsync(request, TestContext.Current.CancellationToken);

            var ids = item.GetProperty("ids").Ints();
            Assert.Equal(ids.Select(static id => (long)id), Row(made, "input_ids", 0, ids.Length));
            Assert.Equal(
                item.GetProperty("type_ids").Ints().Select(static type => (long)type),
                Row(made, "token_type_ids", 0, ids.Length));
        }
    }

    [Fact]
    public async Task Preprocess_GoldenTruncation_CutsAsTheReference()
    {
        using var golden = TokenizerFixture.Golden(Uncased);
        using var folder = new TokenizerFolder(Uncased);
        var compared = 0;
        foreach (var item in golden.RootElement.GetProperty("truncation").EnumerateArray())
        {
            var cut = item.GetProperty("truncation");
            if (item.TryGetProperty("error", out _) || item.GetProperty("pair").GetString() is not null
                || cut.GetProperty("strategy").GetString() != "longest_first"
                || cut.GetProperty("max_length").GetInt32() < 4)
            {
                continue;
            }

            var side = cut.GetProperty("direction").GetString() == "left" ? TextSide.Left : TextSide.Right;
            await using var transformer = await folder.LoadAsync(new TokenizerOptions
            {
                MaxLength = cut.GetProperty("max_length").GetInt32(),
                TruncationSide = side,
            });
            using var request = Texts([item.GetProperty("text").GetString()!]);

            using var made = await transformer.PreprocessAsync(request, TestContext.Current.CancellationToken);

            var ids = item.GetProperty("ids").Ints();
            Assert.Equal(ids.Select(static id => (long)id), Row(made, "input_ids", 0, ids.Length));
            compared++;
        }

        Assert.True(compared > 5, $"only {compared} cases were compared");
    }

    [Fact]
    public async Task Preprocess_ModelOfFixedLength_FillsUpToIt()
    {
        using var folder = new TokenizerFolder(Uncased);
        await using var transformer = await folder.LoadAsync(new TokenizerOptions(), Takes(TensorDataType.INT32, 8));
        using var request = Texts(["fox", string.Concat(Enumerable.Repeat("fox ", 50))]);

        using var made = await transformer.PreprocessAsync(request, TestContext.Current.CancellationToken);

        var ids = made.GetInput("input_ids");
        Assert.Equal(TensorDataType.INT32, ids.DataType);
        Assert.Equal(Shape(2, 8), ids.Shape);
        Assert.Equal([1, 1, 1, 0, 0, 0, 0, 0], made.GetInput("attention_mask").AsSpan<int>()[..8].ToArray());
        Assert.Equal(8, made.GetInput("attention_mask").AsSpan<int>()[8..].ToArray().Sum());
    }

    [Fact]
    public async Task Preprocess_OptionsOfFilling_AreKept()
    {
        using var folder = new TokenizerFolder(Uncased);
        await using var transformer = await folder.LoadAsync(new TokenizerOptions
        {
            MaxLength = 7,
            PadToMultipleOf = 4,
            PaddingSide = TextSide.Left,
            PadToken = "[MASK]",
        });
        using var few = Texts(["fox"]);
        using var many = Texts(["fox " + new string('!', 50)]);

        using var first = await transformer.PreprocessAsync(few, TestContext.Current.CancellationToken);
        using var second = await transformer.PreprocessAsync(many, TestContext.Current.CancellationToken);

        Assert.Equal([4L, 2L], Row(first, "input_ids", 0, 4).Take(2));
        Assert.Equal([0L, 1L, 1L, 1L], Row(first, "attention_mask", 0, 4));
        Assert.Equal(Shape(1, 7), second.Inputs[0].Shape);
    }

    [Fact]
    public async Task Preprocess_OtherInputsAndWantedOutputs_GoOn()
    {
        using var folder = new TokenizerFolder(Uncased);
        await using var transformer = await folder.LoadAsync(new TokenizerOptions());
        using var request = Texts(["fox"]);
        request.Inputs.Add(InferTensor.Create("temperature", [1], 0.5f));
        request.Outputs.Add(new RequestedOutput("logits"));
        request.Parameters["k"] = 1L;

        using var made = await transformer.PreprocessAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(["temperature", "input_ids", "attention_mask"], made.Inputs.Select(static tensor => tensor.Name));
        Assert.Equal("logits", Assert.Single(made.Outputs).Name);
        Assert.Single(made.Parameters);
    }

    [Fact]
    public async Task Signature_ModelOfIds_TakesTexts()
    {
        using var folder = new TokenizerFolder(Uncased);
        var inner = Takes(TensorDataType.INT64, -1);
        inner = inner with { Inputs = [.. inner.Inputs, new TensorMetadata("bias", TensorDataType.FP32, [-1])] };
        await using var transformer = await folder.LoadAsync(new TokenizerOptions { PairInput = "second" }, inner);

        Assert.Equal(["text", "second", "bias"], transformer.Signature!.Inputs.Select(static input => input.Name));
        Assert.Equal([false, true, false], transformer.Signature.Inputs.Select(static input => input.IsOptional));
    }

    [Fact]
    public async Task Preprocess_WhatIsNoText_IsTheClientsError()
    {
        using var folder = new TokenizerFolder(Uncased);
        await using var transformer = await folder.LoadAsync(new TokenizerOptions
        {
            MaxLength = 5,
            Truncates = false,
            MaxTexts = 2,
            MaxTextBytes = 40,
            PairInput = "second",
        });

        await RefuseAsync("element 1 has 6 tokens, at most 5", Texts(["fox", "fox fox fox fox"]));
        await RefuseAsync("3 texts, at most 2", Texts(["a", "b", "c"]));
        await RefuseAsync("element 0 has 41 bytes, at most 40", Texts([new string('a', 41)]));
        await RefuseAsync("expected BYTES", Request(InferTensor.Create("text", [1], 1f)));
        await RefuseAsync("element 0 is not UTF-8", Request(NoText()));
        await RefuseAsync("input 'second' has 1 texts, input 'text' has 2", Request(
            BytesTensor.Rent(Pool, "text", [2], "a", "b"),
            BytesTensor.Rent(Pool, "second", [1], "a")));
        await RefuseAsync("'text'", Request());

        async Task RefuseAsync(string part, InferRequest request)
        {
            using (request)
            {
                var error = await Assert.ThrowsAsync<InferenceException>(
                    async () => await transformer.PreprocessAsync(request, TestContext.Current.CancellationToken));
                Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
                Assert.Contains(part, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Load_OptionsThatDoNotFit_AreNamed()
    {
        using var folder = new TokenizerFolder(Uncased);
        await RefuseAsync("MaxLength", new TokenizerOptions { MaxLength = 2 });
        await RefuseAsync("MaxLength", new TokenizerOptions { MaxLength = 9 }, Takes(TensorDataType.INT64, 8));
        await RefuseAsync("MaxTexts", new TokenizerOptions { MaxTexts = 0 });
        await RefuseAsync("PadToMultipleOf", new TokenizerOptions { PadToMultipleOf = 0 });
        await RefuseAsync("PadToken", new TokenizerOptions { PadToken = "no such token" });
        await RefuseAsync("DataType", new TokenizerOptions { DataType = TensorDataType.FP32 });
        await RefuseAsync("PairInput", new TokenizerOptions { PairInput = "text" });
        await RefuseAsync("IdsInput", new TokenizerOptions { IdsInput = "ids" }, Takes(TensorDataType.INT64, -1));

        async Task RefuseAsync(string option, TokenizerOptions options, ModelSignature? inner = null)
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(() => folder.LoadAsync(options, inner));
            Assert.StartsWith(option, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Load_FolderWithoutTokenizer_NamesTheFileAndNoFolder()
    {
        using var folder = new TokenizerFolder(Uncased);
        var error = await Assert.ThrowsAsync<InferenceException>(
            () => folder.LoadAsync(new TokenizerOptions { File = "other/tokenizer.json" }));
        Assert.Contains("tokenizer.json", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Path, error.Message, StringComparison.Ordinal);
    }

    private static ModelSignature Takes(TensorDataType type, long length) => new()
    {
        Inputs =
        [
            .. new[] { "input_ids", "attention_mask", "token_type_ids" }
                .Select(name => new TensorMetadata(name, type, [-1, length])),
        ],
    };

    private static InferRequest Texts(string[] texts) =>
        Request(BytesTensor.Rent(Pool, "text", [texts.Length], texts));

    private static InferRequest Request(params InferTensor[] tensors)
    {
        var request = new InferRequest("m");
        foreach (var tensor in tensors)
        {
            request.Inputs.Add(tensor);
        }

        return request;
    }

    private static InferTensor NoText() =>
        InferTensor.FromMemory("text", TensorDataType.BYTES, [1], new byte[] { 1, 0, 0, 0, 0xff });

    // Half a surrogate pair cannot be sent.
    private static bool IsUtf8(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static TensorShape Shape(params long[] sizes) => [.. sizes];

    private static long[] Row(InferRequest request, string name, int row, int length) =>
        request.GetInput(name).AsSpan<long>().Slice(row * length, length).ToArray();
}
