using KServe.Runtime.Generative.Serving;
using KServe.Runtime.Generative.Telemetry;

namespace KServe.Runtime.Generative.Tests.Fakes;

/// <summary>The trained chat model as a host serves it, with its telemetry in reach.</summary>
internal sealed class ServedChat : IAsyncDisposable
{
    public const string Name = "chat";

    private ServedChat(string? folder, LanguageModelOptions options) =>
        Model = new LanguageModel(folder ?? Folder, options, Metrics, TimeProvider.System, Logger);

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "llm", "tiny-chat");

    public GenerationMetrics Metrics { get; } = new(null);

    public ListLogger Logger { get; } = new();

    public LanguageModel Model { get; }

    public static async Task<ServedChat> StartAsync(string? folder = null, Action<LanguageModelOptions>? change = null)
    {
        var options = new LanguageModelOptions { Threads = 1 };
        change?.Invoke(options);
        var served = new ServedChat(folder, options);
        try
        {
            await served.Model.LoadAsync(
                new ModelLoadContext { ModelName = Name, ModelVersion = "1" }, TestContext.Current.CancellationToken);
            return served;
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
    }

    public static TextGenerationRequest Ask(string question, SamplingParameters sampling) => new()
    {
        Messages = [new ChatMessage("user", question)],
        Sampling = sampling,
    };

    public async Task<List<TextGenerationUpdate>> RunAsync(TextGenerationRequest request)
    {
        List<TextGenerationUpdate> updates = [];
        await foreach (var update in Model.GenerateAsync(request, TestContext.Current.CancellationToken))
        {
            updates.Add(update);
        }

        return updates;
    }

    public async ValueTask DisposeAsync()
    {
        await Model.DisposeAsync();
        Metrics.Dispose();
    }
}
