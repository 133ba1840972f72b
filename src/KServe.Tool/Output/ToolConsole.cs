using Spectre.Console;

namespace KServe.Tool.Output;

/// <summary>Writes for people: results to the standard output, warnings and failures to the standard error.</summary>
internal sealed class ToolConsole
{
    private const int RedirectedWidth = 200;

    private readonly IAnsiConsole _out;
    private readonly IAnsiConsole _error;

    public ToolConsole()
    {
        _out = Create(Console.Out, Console.IsOutputRedirected);
        _error = Create(Console.Error, Console.IsErrorRedirected);
    }

    /// <summary>Writes elsewhere, as into files.</summary>
    public ToolConsole(TextWriter output, TextWriter errors)
    {
        _out = Create(output, isRedirected: true);
        _error = Create(errors, isRedirected: true);
    }

    /// <summary>Gets whether somebody looks at both streams, so that lines may be redrawn.</summary>
    public static bool IsInteractive => !Console.IsOutputRedirected && !Console.IsErrorRedirected;

    /// <summary>Gets the console of the standard output.</summary>
    public IAnsiConsole Out => _out;

    /// <summary>Writes a line as it is, unwrapped, so that it can be copied.</summary>
    public void WriteLine(string line = "") => _out.Profile.Out.Writer.WriteLine(line);

    /// <summary>Writes a piece of a line as it is, at once.</summary>
    public void Write(string text)
    {
        _out.Profile.Out.Writer.Write(text);
        _out.Profile.Out.Writer.Flush();
    }

    /// <summary>Says beside the results what became of them.</summary>
    public void Note(string message) => _error.MarkupLineInterpolated($"[dim]{message}[/]");

    public void Warn(string message) => _error.MarkupLineInterpolated($"[yellow]warning:[/] {message}");

    /// <summary>Writes one line per failure.</summary>
    public void Fail(IEnumerable<string> messages, bool isHint = false)
    {
        foreach (var message in messages)
        {
            if (isHint)
            {
                _error.WriteLine(message);
            }
            else
            {
                _error.MarkupLineInterpolated($"[red]error:[/] {message}");
            }
        }
    }

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            // A file or a container log has no width; without this, lines would break at 80.
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
