using Microsoft.Extensions.Logging;

namespace KServe.Runtime.Generative.Tests.Fakes;

/// <summary>Keeps what is logged, with the values behind it.</summary>
internal sealed class ListLogger : ILogger
{
    private readonly Lock _lock = new();

    public List<(string Text, IReadOnlyList<KeyValuePair<string, object?>> Values)> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lock)
        {
            var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            Lines.Add((formatter(state, exception), [.. values]));
        }
    }
}
