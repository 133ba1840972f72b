namespace KServe.Protocol.OpenAi;

/// <summary>Names how far a response, or an item of it, has come.</summary>
internal enum ResponsesStatus
{
    InProgress,
    Completed,
    Incomplete,
    Failed,
}
