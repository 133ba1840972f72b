using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KServe;

/// <summary>Keeps all log lines, so that a test sees what was said, and fails on an error that it did not expect.</summary>
internal sealed class RecordingLogs : ILoggerProvider, ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, EventId Id, string Text, Exception? Error)> _lines = new();

    public IReadOnlyCollection<(LogLevel Level, EventId Id, string Text, Exception? Error)> Lines => _lines;

    /// <summary>Gets what a log file would show: texts with the exceptions behind them.</summary>
    public IEnumerable<string> Texts => _lines.Select(static line => $"{line.Text} {line.Error}");

    /// <summary>Gets <see cref="Texts"/> of errors alone.</summary>
    public IReadOnlyList<string> Errors =>
    [
        .. _lines.Where(static line => line.Level >= LogLevel.Error)
            .Select(static line => $"{line.Text} {line.Error}"),
    ];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, eventId, formatter(state, exception), exception));

    public void Dispose()
    {
    }
}
