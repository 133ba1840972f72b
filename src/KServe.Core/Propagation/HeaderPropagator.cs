using System.Diagnostics;

namespace KServe;

/// <summary>Picks the headers of a request that go on to the next server.</summary>
/// <remarks>
/// Immutable and safe for concurrent use. A singleton of the host, configured by
/// <see cref="KServeOptions.Propagation"/>.
/// </remarks>
public sealed class HeaderPropagator
{
    private readonly Lazy<(string[] Names, bool Traces)> _chosen;

    /// <summary>Creates a propagator by its options.</summary>
    /// <param name="options">Read here and not kept.</param>
    public HeaderPropagator(HeaderPropagationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var chosen = (GetNames(options), options.TraceContext);
        _chosen = new Lazy<(string[] Names, bool Traces)>(chosen);
    }

    // Asked late: serving runtimes hold propagators, and code that configures KServe's options may need the runtimes.
    internal HeaderPropagator(Func<HeaderPropagationOptions> getOptions) =>
        _chosen = new Lazy<(string[] Names, bool Traces)>(() =>
        {
            var options = getOptions();
            return (GetNames(options), options.TraceContext);
        });

    /// <summary>Hands the headers that go on to a message of the caller.</summary>
    /// <remarks>
    /// While an <see cref="Activity"/> runs, <c>traceparent</c> and <c>tracestate</c> are left out: HTTP clients of
    /// .NET write those of the activity, whose parent came with the request. Otherwise they go on as they came.
    /// </remarks>
    /// <typeparam name="TMessage">What takes the headers, such as an HTTP request or a list.</typeparam>
    /// <param name="headers">The headers of the request that came in.</param>
    /// <param name="message">Handed to <paramref name="add"/>.</param>
    /// <param name="add">Takes the name in lower case and the value of one header.</param>
    public void Inject<TMessage>(
        IReadOnlyDictionary<string, string> headers,
        TMessage message,
        Action<TMessage, string, string> add)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(add);
        var (names, traces) = _chosen.Value;
        foreach (var name in names)
        {
            Inject(headers, name, message, add);
        }

        if (traces && Activity.Current is not { IdFormat: ActivityIdFormat.W3C })
        {
            Inject(headers, HeaderNames.TraceParent, message, add);
            Inject(headers, HeaderNames.TraceState, message, add);
        }
    }

    /// <summary>Hands the headers of a request that go on to a message of the caller.</summary>
    /// <typeparam name="TMessage">What takes the headers, such as an HTTP request or a list.</typeparam>
    /// <param name="request">The request that came in.</param>
    /// <param name="message">Handed to <paramref name="add"/>.</param>
    /// <param name="add">Takes the name in lower case and the value of one header.</param>
    public void Inject<TMessage>(InferRequest request, TMessage message, Action<TMessage, string, string> add)
    {
        ArgumentNullException.ThrowIfNull(request);
        Inject(request.Headers, message, add);
    }

    private static void Inject<TMessage>(
        IReadOnlyDictionary<string, string> headers,
        string name,
        TMessage message,
        Action<TMessage, string, string> add)
    {
        if (headers.TryGetValue(name, out var value))
        {
            add(message, name, value);
        }
    }

    private static string[] GetNames(HeaderPropagationOptions options)
    {
        List<string> names = [];
        void Add(bool wanted, string name)
        {
            if (wanted && !names.Contains(name))
            {
                names.Add(name);
            }
        }

        Add(options.RequestId, HeaderNames.RequestId);
        Add(options.TraceContext, HeaderNames.B3TraceId);
        Add(options.Authorization, HeaderNames.Authorization);
        foreach (var name in options.Headers)
        {
            if (HeaderNames.GetError(name) is { } error)
            {
                throw new ArgumentException($"'{name}' {error}.", nameof(options));
            }

            var lower = name.ToLowerInvariant();
            Add(lower is not (HeaderNames.TraceParent or HeaderNames.TraceState), lower);
        }

        return [.. names];
    }
}
