using System.Runtime.CompilerServices;
using System.Text;

namespace KServe.Runtime.Generative.Templates;

/// <summary>One rendering: its names, its output and its limits.</summary>
internal sealed class RenderContext
{
    private const long MostSteps = 20_000_000;
    private const int MostOutput = 1 << 24;
    private long _steps;

    /// <summary>Creates a rendering.</summary>
    public RenderContext(TemplateScope globals, TimeProvider time)
    {
        Scope = globals;
        Time = time;
    }

    /// <summary>Gets or sets the present names.</summary>
    public TemplateScope Scope { get; set; }

    /// <summary>Gets or sets where text goes.</summary>
    public StringBuilder Output { get; set; } = new();

    /// <summary>Gets or sets the line that is rendered, for errors.</summary>
    public int Line { get; set; } = 1;

    /// <summary>Gets the clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Counts work, and refuses more than the limit.</summary>
    public void Step(long count = 1)
    {
        _steps += count;
        if (_steps > MostSteps)
        {
            throw Error($"the template takes more than {MostSteps} steps");
        }
    }

    /// <summary>Checks that there is room to go one level deeper.</summary>
    public void Enter()
    {
        Step();
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error("the template is nested too deeply");
        }
    }

    /// <summary>Writes text.</summary>
    public void Write(string text)
    {
        CheckLength(Output.Length + (long)text.Length);
        Output.Append(text);
    }

    /// <summary>Refuses texts and lists that are too long.</summary>
    public void CheckLength(long length)
    {
        if (length > MostOutput)
        {
            throw Error($"the template makes more than {MostOutput} characters");
        }
    }

    /// <summary>Refuses a text or list that is too long, and counts the work of making it.</summary>
    public void Make(long length)
    {
        CheckLength(length);
        Step(length >> 6);
    }

    /// <summary>Creates the error of the present line.</summary>
    public InferenceException Error(string reason) =>
        InferenceException.InvalidArgument("messages", $"chat template, line {Line}: {reason}");
}
