using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KServe.Conformance.Tests.Hosting;

/// <summary>Keeps what a server must not log: errors nobody expected, and lines that clients split.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class LogTripwire : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _split = new();

    public IReadOnlyCollection<string> Errors => _errors;

    public IReadOnlyCollection<string> SplitLines => _split;

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Clear()
    {
        _errors.Clear();
        _split.Clear();
    }

    public void Dispose()
    {
    }

    private sealed class Writer(LogTripwire owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var text = formatter(state, exception);
            if (logLevel >= LogLevel.Error)
            {
                owner._errors.Enqueue($"{category}: {text} {exception}");
            }

            // The web framework logs paths as they are decoded; what counts here is what this project writes.
            if (text.AsSpan().ContainsAny('\r', '\n') && category.StartsWith("KServe", StringComparison.Ordinal))
            {
                owner._split.Enqueue($"{category}: {text}");
            }
        }
    }
}
