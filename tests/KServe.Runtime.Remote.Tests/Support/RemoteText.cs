using KServe.AspNetCore.Tests;
using Microsoft.Extensions.Logging;

namespace KServe.Runtime.Remote.Tests;

/// <summary>A loaded language model of another server, with nothing around it.</summary>
internal sealed class RemoteText : IAsyncDisposable
{
    private readonly TensorPool _pool;

    private RemoteText(RemoteLanguageModel model, TensorPool pool, RecordingLogs logs) =>
        (Model, _pool, Logs) = (model, pool, logs);

    public RemoteLanguageModel Model { get; }

    public RecordingLogs Logs { get; }

    public static TextGenerationRequest Chat => new() { Messages = [new ChatMessage("user", "hi")] };

    public static string Address(Uri server) => $"openai+http://{server.Authority}";

    public static async Task<RemoteText> LoadAsync(
        Uri server,
        Action<RemoteModelOptions>? configure = null,
        TimeProvider? time = null)
    {
        var options = new RemoteModelOptions { ModelName = "m", HealthTimeout = TimeSpan.FromMinutes(1) };
        options.Retry.Delay = TimeSpan.Zero;
        configure?.Invoke(options);
        var pool = new TensorPool();
        var logs = new RecordingLogs();
        var services = new RemoteServices(
            pool,
            new HeaderPropagator(new HeaderPropagationOptions()),
            time ?? TimeProvider.System,
            logs.CreateLogger(""));
        var model = new RemoteLanguageModel(Address(server), options, services);
        await model.LoadAsync(
            new ModelLoadContext { ModelName = "local", ModelVersion = "1" }, TestContext.Current.CancellationToken);
        return new RemoteText(model, pool, logs);
    }

    /// <summary>Gets the text and how it ended: why, with how many tokens, or by which failure.</summary>
    public async Task<string> AskAsync(TextGenerationRequest? request = null)
    {
        var text = "";
        var end = "no end";
        try
        {
            await foreach (var update in Model.GenerateAsync(request ?? Chat, TestContext.Current.CancellationToken))
            {
                text += update.Text;
                end = update.FinishReason is { } reason
                    ? $"{reason} {update.Usage?.PromptTokens}+{update.Usage?.CompletionTokens}"
                    : end;
            }
        }
        catch (InferenceException error)
        {
            end = $"{error.Code}: {error.Message}";
        }

        return $"{text}|{end}";
    }

    public async ValueTask DisposeAsync()
    {
        await Model.DisposeAsync();
        Assert.Equal(0, _pool.RentedCount);
    }
}
