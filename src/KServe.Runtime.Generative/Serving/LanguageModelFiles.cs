using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Templates;
using KServe.Runtime.Generative.Tokenization;
using KServe.Runtime.Generative.Tokenization.Configuration;
using KServe.Runtime.Generative.Weights;
using KServe.Runtime.Generative.Weights.Gguf;

namespace KServe.Runtime.Generative.Serving;

/// <summary>What a language model's files say besides its weights.</summary>
internal sealed class LanguageModelFiles
{
    private LanguageModelFiles(ModelConfiguration configuration, Tokenizer tokenizer, TokenizerConfiguration settings)
    {
        Configuration = configuration;
        Tokenizer = tokenizer;
        Settings = settings;
    }

    public ModelConfiguration Configuration { get; }

    public Tokenizer Tokenizer { get; }

    public TokenizerConfiguration Settings { get; }

    /// <summary>Gets the tokens with which the model ends its answers.</summary>
    public IReadOnlyList<int> EndTokens => [.. Configuration.Tokens.End.Union(Settings.EosTokenIds).Union(NamedEnd())];

    /// <summary>Gets the text of the chat template for a conversation; <see langword="null"/> without one.</summary>
    public string? FindTemplate(bool hasTools) => Settings.FindChatTemplate(hasTools);

    /// <summary>Gets what requests get that leave sampling parameters out.</summary>
    /// <exception cref="InferenceException">The model's file names values that no request may have.</exception>
    public GenerationDefaults FindDefaults(GenerationDefaultsSource source)
    {
        if (source == GenerationDefaultsSource.None)
        {
            return new GenerationDefaults();
        }

        Configuration.Generation.Validate();
        return Configuration.Generation;
    }

    /// <summary>Reads the files around opened weights.</summary>
    /// <param name="path">The folder or file of the model.</param>
    /// <param name="store">The weights.</param>
    /// <exception cref="InferenceException">A file is missing or wrong.</exception>
    public static LanguageModelFiles Read(string path, WeightStore store)
    {
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        var configuration = store.ReadConfiguration();

        // Files beside a GGUF file are its authors' own, and win over what was put into it.
        var hasTokenizer = File.Exists(Path.Combine(folder, Tokenizer.FileName));
        if (store.Metadata is { } metadata && !hasTokenizer)
        {
            return new LanguageModelFiles(
                configuration,
                GgufTokenizers.Create(GgufVocabulary.Read(metadata), metadata.File),
                GgufVocabulary.ReadConfiguration(metadata));
        }

        return new LanguageModelFiles(
            configuration, Tokenizer.Load(folder), TokenizerConfigurationReader.Read(folder));
    }

    /// <summary>Parses the template for a conversation.</summary>
    /// <exception cref="InferenceException">The template is wrong.</exception>
    public ChatTemplate? ParseTemplate(bool hasTools) =>
        FindTemplate(hasTools) is { } source ? ChatTemplate.Parse(source) : null;

    private IEnumerable<int> NamedEnd() =>
        Settings.EosToken is { } token && Tokenizer.TokenToId(token) is { } id ? [id] : [];
}
