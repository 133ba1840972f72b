using System.CommandLine;

namespace KServe.Tool.Commands;

/// <summary>Holds the options of KServe's Python servers that have no meaning here.</summary>
/// <remarks>Serving runtime manifests carry them; refusing them would break those for nothing.</remarks>
internal sealed class IgnoredOptions
{
    private static readonly string[] Names =
    [
        "--workers", "--max_threads", "--max_asyncio_workers", "--nthread", "--enable_docs_url",
        "--enable_latency_logging", "--configure_logging", "--log_config_file", "--access_log_format",
        "--event-loop", "--event_loop", "--timeout-keep-alive", "--timeout_keep_alive", "--protocol",
        "--grpc_max_send_message_length", "--grpc_max_receive_message_length",
    ];

    private readonly Option<string>[] _options =
        [.. Names.Select(static name => new Option<string>(name) { Arity = ArgumentArity.ZeroOrOne, Hidden = true })];

    public void AddTo(Command command)
    {
        foreach (var option in _options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Lists those that the command line holds.</summary>
    public IReadOnlyList<string> FindIn(ParseResult result) =>
    [
        .. _options
            .Where(option => result.GetResult(option) is { Implicit: false })
            .Select(static option => option.Name),
    ];
}
