using KServe.Runtime.Generative.Serving;
using KServe.Runtime.Generative.Serving.TextToText;
using KServe.Runtime.Generative.Telemetry;
using KServe.Runtime.Generative.Tests.Models;
using KServe.Runtime.Generative.Tests.Support;

namespace KServe.Runtime.Generative.Tests.Serving;

/// <summary>Serves GGUF files, whose tokenizers are in them, beside the folders that they were written from.</summary>
public sealed class GgufServingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kserve-served-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bert-sequence-classification", false)]
    [InlineData("minilm-sentence-embedding", false)]
    [InlineData("xlm-roberta-reranker", true)]
    public async Task EncodeAsync_File_AnswersAsItsFolder(string name, bool isPair)
    {
        await using var folder = await LoadEncoderAsync(ArchitectureGolden.PathOf(name));
        await using var file = await LoadEncoderAsync(Write(ArchitectureGolden.PathOf(name)));
        Assert.Equal(folder.Task, file.Task);
        foreach (var text in new[] { "the weather is good", "Tests of a text, 12 words.", "no" })
        {
            var input = new TextInput { Text = text, Pair = isPair ? "another text" : null };
            var expected = await folder.EncodeAsync(new TextEncodingRequest([input]), Token);
            var actual = await file.EncodeAsync(new TextEncodingRequest([input]), Token);
            Assert.Equal(expected.PromptTokens, actual.PromptTokens);
            Assert.Equal(expected.Vectors[0].ToArray(), actual.Vectors[0].ToArray());
        }
    }

    [Fact]
    public async Task GenerateAsync_T5_AnswersAsItsFolder()
    {
        var copy = GgufConversion.CopyT5(Path.Combine(_folder, "t5"));
        await using var folder = await LoadTextToTextAsync(copy);
        await using var file = await LoadTextToTextAsync(Write(copy));
        foreach (var text in new[] { "a text", "Tests of a longer text, 12 words or so: are they the same?" })
        {
            Assert.Equal(await AnswerAsync(folder, text), await AnswerAsync(file, text));
        }
    }

    private static async Task<string> AnswerAsync(TextToTextModel model, string text)
    {
        var request = new TextGenerationRequest
        {
            Text = text,
            Sampling = new SamplingParameters { Temperature = 0, MaxTokens = 6, IgnoresEndOfSequence = true },
            ReturnsTokenIds = true,
        };
        List<string> answer = [];
        await foreach (var update in model.GenerateAsync(request, Token))
        {
            answer.Add($"{update.Usage!.Value.PromptTokens}: {string.Join(' ', update.TokenIds)} {update.Text}");
        }

        return string.Join('\n', answer);
    }

    private static async Task<TextEncoder> LoadEncoderAsync(string path)
    {
        var model = new TextEncoder(path, new LanguageModelOptions { Threads = 1 });
        await model.LoadAsync(new ModelLoadContext { ModelName = "m", ModelVersion = "1" }, Token);
        return model;
    }

    private static async Task<TextToTextModel> LoadTextToTextAsync(string path)
    {
        var model = new TextToTextModel(
            path, new LanguageModelOptions { Threads = 1 }, new GenerationMetrics(null), TimeProvider.System);
        await model.LoadAsync(new ModelLoadContext { ModelName = "m", ModelVersion = "1" }, Token);
        return model;
    }

    private string Write(string folder)
    {
        var path = Path.Combine(_folder, "model.gguf");
        File.WriteAllBytes(path, GgufConversion.AddVocabulary(GgufConversion.Convert(folder), folder).Build());
        return path;
    }
}
