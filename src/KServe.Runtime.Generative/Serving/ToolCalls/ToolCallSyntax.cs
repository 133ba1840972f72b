namespace KServe.Runtime.Generative.Serving.ToolCalls;

/// <summary>How a family of models writes the tools that it calls.</summary>
/// <param name="Start">What a call begins with.</param>
/// <param name="End">What it ends with; <see langword="null"/> when calls go on to the end of the text.</param>
/// <param name="ArgumentsName">The field that holds the arguments.</param>
/// <param name="IsList">Whether the calls are one JSON array.</param>
internal sealed record ToolCallSyntax(string Start, string? End, string ArgumentsName, bool IsList)
{
    /// <summary>The form of Hermes and Qwen: each call in tags.</summary>
    public static ToolCallSyntax Hermes { get; } = new("<tool_call>", "</tool_call>", "arguments", IsList: false);

    /// <summary>The form of Mistral: one list behind a mark.</summary>
    public static ToolCallSyntax Mistral { get; } = new("[TOOL_CALLS]", null, "arguments", IsList: true);

    /// <summary>The form of Llama 3: an object, or several behind each other, instead of a text.</summary>
    public static ToolCallSyntax Llama { get; } = new("{", null, "parameters", IsList: false)
    {
        Mark = "<|python_tag|>",
    };

    /// <summary>Gets a mark that may stand in front of the first call.</summary>
    public string? Mark { get; private init; }

    /// <summary>Finds the form that a chat template teaches; that of Hermes when it names none.</summary>
    public static ToolCallSyntax Of(string template) =>
        template.Contains(Mistral.Start, StringComparison.Ordinal) ? Mistral
        : template.Contains(Hermes.Start, StringComparison.Ordinal) ? Hermes
        : template.Contains("<|python_tag|>", StringComparison.Ordinal)
            || template.Contains("<|start_header_id|>", StringComparison.Ordinal) ? Llama
        : Hermes;
}
