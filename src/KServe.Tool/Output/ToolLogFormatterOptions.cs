using Microsoft.Extensions.Logging.Console;

namespace KServe.Tool.Output;

/// <summary>Configures the lines of the log.</summary>
internal sealed class ToolLogFormatterOptions : ConsoleFormatterOptions
{
    public bool WithStackTraces { get; set; }
}
