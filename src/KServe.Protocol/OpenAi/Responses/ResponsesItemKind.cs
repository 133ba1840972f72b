namespace KServe.Protocol.OpenAi;

/// <summary>Names the items that a response puts out.</summary>
internal enum ResponsesItemKind
{
    Message,
    Reasoning,
    FunctionCall,
}
