using KServe.Runtime.Generative.Tools;

namespace KServe.Runtime.Generative.Serving.ToolCalls;

/// <summary>How a family of models writes the tools that it calls.</summary>
/// <param name="Format">The form, for who reads it.</param>
/// <param name="Start">What a call begins with where an answer has to be one.</param>
/// <param name="End">What it ends with; <see langword="null"/> when calls go on to the end of the text.</param>
/// <param name="ArgumentsName">The field that holds the arguments.</param>
internal sealed record ToolCallSyntax(ToolCallFormat Format, string Start, string? End, string ArgumentsName)
{
    /// <summary>The form of Hermes and Qwen: each call in tags.</summary>
    public static ToolCallSyntax Hermes { get; } =
        new(ToolCallFormat.Hermes, "<tool_call>", "</tool_call>", "arguments")
        {
            Markers = ["<tool_call>", "</tool_call>"],
        };

    /// <summary>The form of Mistral: one list behind a mark.</summary>
    public static ToolCallSyntax Mistral { get; } = new(ToolCallFormat.Mistral, "[TOOL_CALLS]", null, "arguments")
    {
        Markers = ["[TOOL_CALLS]", "[ARGS]"],
    };

    /// <summary>The form of Llama 3: an object instead of a text.</summary>
    public static ToolCallSyntax Llama3 { get; } = new(ToolCallFormat.Llama3, "", null, "parameters")
    {
        Markers = ["<|python_tag|>"],
    };

    /// <summary>Gets the marks that tell calls from text, that which opens one first.</summary>
    /// <remarks>Some vocabularies have them as special tokens, which an answer must show for its calls to be
    /// read.</remarks>
    public required IReadOnlyList<string> Markers { get; init; }

    /// <summary>Finds the form that a chat template teaches; that of Hermes when it names none.</summary>
    public static ToolCallSyntax Of(string template) =>
        template.Contains(Mistral.Start, StringComparison.Ordinal) ? Mistral
        : template.Contains(Hermes.Start, StringComparison.Ordinal) ? Hermes
        : template.Contains("<|python_tag|>", StringComparison.Ordinal)
            || template.Contains("<|start_header_id|>", StringComparison.Ordinal) ? Llama3
        : Hermes;
}
