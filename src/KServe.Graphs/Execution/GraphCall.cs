using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace KServe.Graphs;

/// <summary>Carries a body to a graph and its answer back, past the tensors of the pipeline.</summary>
/// <remarks>
/// A graph's request may be any JSON, as for KServe's router. Such a call goes through the graph's pipeline as
/// <see cref="InferRequest.Headers"/> of a request without tensors, so that limits, timeouts and statistics hold as for
/// every model. Not safe for concurrent use.
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "It is a call that carries headers, not a collection of calls.")]
public sealed class GraphCall : IReadOnlyDictionary<string, string>
{
    private readonly IReadOnlyDictionary<string, string> _headers;
    private readonly Func<GraphReply, CancellationToken, ValueTask>? _respond;

    /// <summary>Creates a call.</summary>
    /// <param name="headers">The client's headers.</param>
    /// <param name="body">The body, unchanged until the call has ended.</param>
    /// <param name="protocol">The protocol that the body came by.</param>
    /// <param name="respond">Sends the answer; called once at most.</param>
    public GraphCall(
        IReadOnlyDictionary<string, string> headers,
        ReadOnlyMemory<byte> body,
        InferenceProtocol protocol,
        Func<GraphReply, CancellationToken, ValueTask> respond)
        : this(headers, depth: 0)
    {
        ArgumentNullException.ThrowIfNull(respond);
        Body = body;
        Protocol = protocol;
        _respond = respond;
    }

    internal GraphCall(IReadOnlyDictionary<string, string> headers, int depth)
    {
        ArgumentNullException.ThrowIfNull(headers);
        _headers = headers;
        Depth = depth;
    }

    /// <summary>Gets the protocol that the body came by.</summary>
    public InferenceProtocol Protocol { get; }

    /// <summary>Gets whether an answer was sent; it may be one of failure.</summary>
    public bool HasSent { get; private set; }

    /// <inheritdoc/>
    public int Count => _headers.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _headers.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Values => _headers.Values;

    internal ReadOnlyMemory<byte> Body { get; }

    /// <summary>Gets how many graphs have called each other before this one.</summary>
    internal int Depth { get; init; }

    /// <summary>Gets whether the answer may come in parts.</summary>
    internal bool TakesChunks { get; init; } = true;

    /// <summary>Gets whether there is a body; else the graph works on tensors.</summary>
    internal bool HasBody => _respond is not null;

    /// <inheritdoc/>
    public string this[string key] => _headers[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _headers.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) =>
        _headers.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _headers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal async ValueTask RespondAsync(GraphReply reply, CancellationToken cancellationToken)
    {
        await _respond!(reply, cancellationToken);
        HasSent = true;
    }
}
