namespace KServe.Generative.Peers;

/// <summary>The rounds of a peer with one file of weights.</summary>
internal sealed class PeerMeasures(LlamaCpp peer, string path)
{
    public Series Decode { get; } = new();

    public Series Prompt { get; } = new();

    public Series Streams { get; } = new();

    /// <summary>Measures everything once.</summary>
    public async Task RunAsync()
    {
        var (prompt, decode) = await peer.RunAsync(path);
        Prompt.Add(prompt);
        Decode.Add(decode);
        Streams.Add(await peer.RunStreamsAsync(path));
    }
}
