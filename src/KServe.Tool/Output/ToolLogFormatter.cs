using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace KServe.Tool.Output;

/// <summary>Writes one line per log entry; stack traces only when asked for.</summary>
internal sealed class ToolLogFormatter(IOptions<ToolLogFormatterOptions> options, TimeProvider time)
    : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "kserve";

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);
        textWriter.Write($"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} ");
        textWriter.Write($"{NameOf(logEntry.LogLevel)} {logEntry.Category}: ");
        textWriter.Write(logEntry.Formatter(logEntry.State, null));
        if (logEntry.Exception is { } error)
        {
            textWriter.Write(": ");
            textWriter.Write(options.Value.WithStackTraces ? error.ToString() : Describe(error));
        }

        textWriter.WriteLine();
    }

    // What clients may know is complete by itself; of anything else the innermost cause says the most.
    private static string Describe(Exception error) =>
        (error is InferenceException ? error.Message : error.GetBaseException().Message).ReplaceLineEndings(" ");

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
