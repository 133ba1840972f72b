using KServe.Client;

namespace KServe.Runtime.Remote;

/// <summary>A stream of text that has begun.</summary>
internal sealed class OpenedText(GenerationStream stream, CancellationTokenSource cancel) : IAsyncDisposable
{
    public GenerationStream Stream => stream;

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        cancel.Dispose();
    }
}
