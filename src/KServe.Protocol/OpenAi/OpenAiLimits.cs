namespace KServe.Protocol;

/// <summary>The bounds of what OpenAI's endpoints take.</summary>
internal static class OpenAiLimits
{
    public const int Depth = 64;
    public const int Messages = 16_384;
    public const int Parts = 1024;
    public const int Prompts = 1024;
    public const int Tools = 128;
    public const int ToolCalls = 128;
    public const int NameLength = 64;
    public const int TokenIds = 4 << 20;
    public const int TemplateArguments = 64;
    public const int Choices = 4096;
    public const int DefinitionLength = 1 << 20;
    public const int ShortText = 512;
    public const int MetadataLength = 16 << 10;
    public const int MetadataPairs = 16;
    public const int MetadataKeyLength = 64;
    public const int MetadataValueLength = 512;
    public const int TopLogprobs = 20;
    public const int CompletionLogprobs = 20;
}
