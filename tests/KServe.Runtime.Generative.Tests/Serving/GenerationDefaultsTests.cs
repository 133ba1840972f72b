using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Tests.Fakes;

namespace KServe.Runtime.Generative.Tests.Serving;

/// <summary>Holds what requests get that leave sampling parameters out.</summary>
public sealed class GenerationDefaultsTests : IDisposable
{
    private const string Question = "What is the capital of France?";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("defaults");

    [Fact]
    public void ApplyTo_Request_IsFilledWhereItIsEmpty()
    {
        var defaults = new GenerationDefaults
        {
            Temperature = 0.7, TopP = 0.8, TopK = 20, MinP = 0.05, RepetitionPenalty = 1.1, MaxNewTokens = 100,
        };
        var all = new SamplingParameters
        {
            Temperature = 0, TopP = 1, TopK = 0, MinP = 0, RepetitionPenalty = 1, MaxTokens = 500,
        };

        Assert.Equal(
            new SamplingParameters
            {
                Temperature = 0.7f, TopP = 0.8f, TopK = 20, MinP = 0.05f, RepetitionPenalty = 1.1f, MaxTokens = 100,
            }.ToString(),
            defaults.ApplyTo(new SamplingParameters()).ToString());
        Assert.Equal(all.ToString(), defaults.ApplyTo(all).ToString());
        Assert.Equal(200, defaults.ApplyTo(new SamplingParameters { MinTokens = 200 }).MaxTokens);
        Assert.Equal(
            new SamplingParameters().ToString(), new GenerationDefaults().ApplyTo(new SamplingParameters()).ToString());
    }

    [Fact]
    public async Task Generate_RequestThatSaysNothing_GetsTheModelsDefaults()
    {
        await using var served = await StartAsync(
            """{"temperature": 1e-6, "top_p": 0.9, "max_new_tokens": 7, "do_sample": true}""");

        var first = await RunAsync(served, new SamplingParameters { IgnoresEndOfSequence = true });
        var second = await RunAsync(served, new SamplingParameters { IgnoresEndOfSequence = true, Temperature = 0 });

        Assert.Equal((7, first.Text), (first.Tokens, second.Text));
        var line = Assert.Single(
            served.Logger.Lines, static line => line.Text.Contains("sampling parameters", StringComparison.Ordinal));
        Assert.EndsWith("temperature 1E-06, top_p 0.9, max_tokens 7", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_RequestThatSaysAll_Wins()
    {
        await using var served = await StartAsync("""{"temperature": 2, "top_k": 500, "max_new_tokens": 3}""");
        await using var plain = await StartAsync("{}");
        var asked = new SamplingParameters { Temperature = 0, MaxTokens = 12, IgnoresEndOfSequence = true };

        var answer = await RunAsync(served, asked);

        Assert.Equal(12, answer.Tokens);
        Assert.Equal(await RunAsync(plain, asked), answer);
    }

    [Fact]
    public async Task Generate_DefaultsTurnedOff_AreNeutral()
    {
        await using var served = await StartAsync(
            """{"max_new_tokens": 3}""", GenerationDefaultsSource.None);

        var answer = await RunAsync(served, new SamplingParameters { IgnoresEndOfSequence = true, Seed = 1 });

        // As many as the context has room for.
        Assert.True(answer.Tokens > 400);
        Assert.DoesNotContain(
            served.Logger.Lines, static line => line.Text.Contains("sampling parameters", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"temperature": 2.5}""", "temperature")]
    [InlineData("""{"top_p": 0}""", "top_p")]
    public async Task LoadAsync_DefaultThatNoRequestMayHave_NamesFileAndField(string json, string field)
    {
        var error = await Assert.ThrowsAsync<InferenceException>(() => StartAsync(json));

        Assert.StartsWith("generation_config.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(field, error.Message, StringComparison.Ordinal);
        await using var served = await StartAsync(json, GenerationDefaultsSource.None);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<(int Tokens, string Text)> RunAsync(ServedChat served, SamplingParameters sampling)
    {
        var updates = await served.RunAsync(ServedChat.Ask(Question, sampling));
        return (updates[^1].Usage!.Value.CompletionTokens, string.Concat(updates.Select(static one => one.Text)));
    }

    private Task<ServedChat> StartAsync(string config, GenerationDefaultsSource source = GenerationDefaultsSource.Model)
    {
        var folder = _folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;
        foreach (var name in (string[])["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"])
        {
            File.Copy(Path.Combine(ServedChat.Folder, name), Path.Combine(folder, name));
        }

        File.WriteAllText(Path.Combine(folder, "generation_config.json"), config);
        return ServedChat.StartAsync(folder, options => options.GenerationDefaults = source);
    }
}
