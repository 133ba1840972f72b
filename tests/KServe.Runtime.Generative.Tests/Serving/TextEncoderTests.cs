using System.Text.Json;
using KServe.Runtime.Generative.Serving;

namespace KServe.Runtime.Generative.Tests.Serving;

public sealed class TextEncoderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bert-sequence-classification", TextEncodingTask.Classification, "softmax")]
    [InlineData("xlm-roberta-reranker", TextEncodingTask.Score, "sigmoid")]
    public async Task EncodeAsync_TokensOfTheReference_GiveItsProbabilities(string name, TextEncodingTask task, string field)
    {
        await using var model = await LoadAsync(name);
        Assert.Equal(task, model.Task);
        using var golden = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Folder(name), "golden.json"), Token));
        var checkedRows = 0;
        foreach (var golden1 in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            // Pairs have segments, which tokens alone do not tell.
            if (golden1.TryGetProperty("token_type_ids", out var types)
                && types.EnumerateArray().Any(static row => row.EnumerateArray().Any(static type => type.GetInt32() != 0)))
            {
                continue;
            }

            var inputs = golden1.GetProperty("input_ids").EnumerateArray().Zip(
                golden1.GetProperty("attention_mask").EnumerateArray(),
                static (ids, mask) => new TextInput
                {
                    TokenIds = [.. ids.EnumerateArray().Zip(mask.EnumerateArray())
                        .Where(static pair => pair.Second.GetInt32() == 1)
                        .Select(static pair => pair.First.GetInt32())],
                }).ToArray();
            var result = await model.EncodeAsync(new TextEncodingRequest(inputs), Token);
            var expected = golden1.GetProperty(field).EnumerateArray().ToArray();
            for (var i = 0; i < inputs.Length; i++)
            {
                var row = expected[i].EnumerateArray().Select(static number => number.GetSingle()).ToArray();
                Assert.Equal(row.Length, result.Vectors[i].Length);
                for (var j = 0; j < row.Length; j++)
                {
                    Assert.Equal(row[j], result.Vectors[i].Span[j], 1e-4f);
                }

                checkedRows++;
            }
        }

        Assert.True(checkedRows > 1);
    }

    [Fact]
    public async Task EncodeAsync_ManyTexts_AreWhatEachIsAlone()
    {
        await using var model = await LoadAsync("minilm-sentence-embedding");
        var texts = Enumerable.Range(0, 40).Select(static i => string.Concat(Enumerable.Repeat($"word{i} ", 1 + (i % 7)))).ToArray();
        var all = await model.EncodeAsync(new TextEncodingRequest([.. texts.Select(ToInput)]), Token);
        for (var i = 0; i < texts.Length; i++)
        {
            var alone = await model.EncodeAsync(new TextEncodingRequest([ToInput(texts[i])]), Token);
            Assert.Equal(alone.Vectors[0].ToArray(), all.Vectors[i].ToArray());
        }
    }

    [Fact]
    public async Task EncodeAsync_Dimensions_CutAndScale()
    {
        await using var model = await LoadAsync("minilm-sentence-embedding");
        var request = new TextEncodingRequest([ToInput("a text")]) { Dimensions = 4 };
        var vector = (await model.EncodeAsync(request, Token)).Vectors[0].ToArray();
        Assert.Equal(4, vector.Length);
        Assert.Equal(1, vector.Sum(static x => x * x), 1e-5);
        var error = await Assert.ThrowsAsync<InferenceException>(async () =>
            await model.EncodeAsync(request with { Dimensions = 100_000 }, Token));
        Assert.Equal("dimensions", error.Parameter);
    }

    [Fact]
    public async Task EncodeAsync_TooLong_IsRefusedOrCut()
    {
        await using var model = await LoadAsync("minilm-sentence-embedding");
        var request = new TextEncodingRequest([ToInput(string.Concat(Enumerable.Repeat("many words ", 3000)))]);
        var error = await Assert.ThrowsAsync<InferenceException>(async () => await model.EncodeAsync(request, Token));
        Assert.Equal("context_length_exceeded", error.Reason);
        var cut = await model.EncodeAsync(request with { Truncates = true }, Token);
        Assert.InRange(cut.PromptTokens, 2, model.MaxModelLength);
    }

    [Fact]
    public async Task EncodeAsync_TokenOutsideTheVocabulary_IsRefused()
    {
        await using var model = await LoadAsync("minilm-sentence-embedding");
        await Assert.ThrowsAsync<InferenceException>(async () => await model.EncodeAsync(
            new TextEncodingRequest([new TextInput { TokenIds = [1 << 30] }]), Token));
    }

    private static TextInput ToInput(string text) => new() { Text = text };

    private static string Folder(string name) =>
        Path.Combine(AppContext.BaseDirectory, "Fixtures", "llm", "arch", name);

    private static async Task<TextEncoder> LoadAsync(string name)
    {
        var model = new TextEncoder(Folder(name), new LanguageModelOptions { Threads = 2 });
        await model.LoadAsync(new ModelLoadContext { ModelName = name, ModelVersion = "1" }, Token);
        return model;
    }
}
