namespace KServe.Runtime.Generative.Tools;

/// <summary>How a model writes the calls of tools.</summary>
internal enum ToolCallFormat
{
    /// <summary>JSON between the tags tool_call, as Hermes and Qwen models write it.</summary>
    Hermes,

    /// <summary>A JSON object with name and parameters that makes up the whole answer, as Llama 3 writes it.</summary>
    Llama3,

    /// <summary>[TOOL_CALLS] and a JSON array, or a name and a JSON object, as Mistral models write it.</summary>
    Mistral,
}
