using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Tokenization;
using KServe.Runtime.Generative.Tokenization.Configuration;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>Reads the vocabulary and the chat templates of a GGUF file.</summary>
internal static class GgufVocabulary
{
    private const string Prefix = "tokenizer.ggml.";
    private const string Template = "tokenizer.chat_template";
    private const int MaxMerges = 1 << 24;
    private const int MaxTemplates = 16;
    private const int MaxCharacterMap = 1 << 24;

    /// <summary>Reads the vocabulary.</summary>
    /// <exception cref="InferenceException">A value is missing or has another type.</exception>
    public static TokenizerVocabulary Read(GgufMetadata metadata) => new()
    {
        Model = metadata.Text(Prefix + "model") ?? throw metadata.Error(Prefix + "model", "is missing"),
        Pre = metadata.Text(Prefix + "pre"),
        Tokens = Tokens(metadata),
        Scores = metadata.Floats(Prefix + "scores", ConfigurationLimits.MaxVocabulary),
        Types = metadata.Int32s(Prefix + "token_type", ConfigurationLimits.MaxVocabulary),
        Merges = metadata.Texts(Prefix + "merges", MaxMerges),
        BosId = Id(metadata, "bos_token_id"),
        EosId = Id(metadata, "eos_token_id"),
        UnknownId = Id(metadata, "unknown_token_id"),
        SeparatorId = Id(metadata, "seperator_token_id"),
        AddBos = metadata.Flag(Prefix + "add_bos_token"),
        AddEos = metadata.Flag(Prefix + "add_eos_token"),
        AddSpacePrefix = metadata.Flag(Prefix + "add_space_prefix"),
        RemovesExtraBlanks = metadata.Flag(Prefix + "remove_extra_whitespaces"),
        CharacterMap = metadata.Bytes(Prefix + "precompiled_charsmap", MaxCharacterMap),
    };

    /// <summary>Reads what <c>tokenizer_config.json</c> says in a folder, the chat templates above all.</summary>
    /// <exception cref="InferenceException">A value has another type, or an id is beyond the vocabulary.</exception>
    public static TokenizerConfiguration ReadConfiguration(GgufMetadata metadata)
    {
        var tokens = Tokens(metadata);
        var end = Id(metadata, "eos_token_id");
        var padding = Id(metadata, "padding_token_id");
        return new TokenizerConfiguration
        {
            BosToken = TextOf(metadata, tokens, "bos_token_id"),
            EosToken = TextOf(metadata, tokens, "eos_token_id"),
            PadToken = TextOf(metadata, tokens, "padding_token_id"),
            UnknownToken = TextOf(metadata, tokens, "unknown_token_id"),
            AddBosToken = metadata.Flag(Prefix + "add_bos_token"),
            AddEosToken = metadata.Flag(Prefix + "add_eos_token"),
            ChatTemplates = Templates(metadata),
            EosTokenIds = end is { } id ? [id] : [],
            BosTokenId = Id(metadata, "bos_token_id"),
            PadTokenId = padding,
        };
    }

    private static string[] Tokens(GgufMetadata metadata) =>
        metadata.Texts(Prefix + "tokens", ConfigurationLimits.MaxVocabulary)
        ?? throw metadata.Error(Prefix + "tokens", "is missing");

    private static int? Id(GgufMetadata metadata, string name) => metadata.Int64(Prefix + name) switch
    {
        // files without a token write the largest number of 32 bits, which is -1
        null or uint.MaxValue or -1 => null,
        >= 0 and <= ConfigurationLimits.MaxTokenId and var id => (int)id,
        _ => throw metadata.Error(Prefix + name, $"must be from 0 to {ConfigurationLimits.MaxTokenId}"),
    };

    private static string? TextOf(GgufMetadata metadata, string[] tokens, string name) => Id(metadata, name) switch
    {
        null => null,
        { } id when id < tokens.Length => tokens[id],
        _ => throw metadata.Error(Prefix + name, $"must be from 0 to {tokens.Length - 1}"),
    };

    private static Dictionary<string, string> Templates(GgufMetadata metadata)
    {
        Dictionary<string, string> templates = new(StringComparer.Ordinal);
        if (metadata.Text(Template) is { } unnamed)
        {
            templates.Add("default", unnamed);
        }

        foreach (var name in metadata.Texts("tokenizer.chat_templates", MaxTemplates) ?? [])
        {
            if (metadata.Text($"{Template}.{name}") is { } text)
            {
                templates.TryAdd(name, text);
            }
        }

        return templates;
    }
}
