using KServe.Runtime.Generative.Grammars;
using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Serving.ToolCalls;
using KServe.Runtime.Generative.Tools;

namespace KServe.Runtime.Generative.Serving;

/// <summary>Finds the grammar that an answer is held to, and the form in which its model calls tools.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ConstraintBuilder
{
    private readonly GrammarCache _grammars;
    private readonly ToolCallSyntax _syntax;

    public ConstraintBuilder(LanguageModelFiles files)
    {
        _grammars = new GrammarCache(() => ReadVocabulary(files), files.EndTokens);
        _syntax = ToolCallSyntax.Of(files.FindTemplate(hasTools: true) ?? "");
    }

    /// <summary>Gets how many grammars are kept.</summary>
    public int KeptCount => _grammars.Count;

    /// <summary>Gets the form of tool calls; <see langword="null"/> when none may come.</summary>
    public ToolCallFormat? FindFormat(TextGenerationRequest request) =>
        request.Tools.Count > 0 && request.ToolChoice.Mode != ToolChoiceMode.None ? _syntax.Format : null;

    /// <summary>Gets what makes the masks of the answers; <see langword="null"/> for free text.</summary>
    /// <exception cref="InferenceException">The grammar is wrong, not supported or too large.</exception>
    public Func<int, ITokenMask>? Find(TextGenerationRequest request)
    {
        if (request.ToolChoice.Mode is ToolChoiceMode.Required or ToolChoiceMode.Named && request.Tools.Count > 0)
        {
            var tools = request.ToolChoice.Name is { } name
                ? request.Tools.Where(tool => tool.Name == name).ToArray()
                : request.Tools;
            var isParallel = request.AllowsParallelToolCalls && request.ToolChoice.Mode == ToolChoiceMode.Required;
            return Get(
                "tools",
                ToolCallGrammar.GetKey(_syntax, tools, isParallel),
                () => ToolCallGrammar.Build(_syntax, tools, isParallel));
        }

        return request.Constraint is { } constraint
            ? Get(
                constraint.Parameter,
                $"{constraint.Kind}\n{constraint.Definition}\n{string.Join('\0', constraint.Choices)}",
                () => GrammarReader.Read(constraint))
            : null;
    }

    /// <summary>Gets a grammar, whose errors name the field that it came from, now and when it is followed.</summary>
    private Func<int, ITokenMask> Get(string? parameter, string key, Func<ByteGraph> read)
    {
        if (parameter is null)
        {
            return _grammars.Get(key, read);
        }

        try
        {
            var create = _grammars.Get(key, read);
            return choice => new NamedMask(create(choice), parameter);
        }
        catch (InferenceException error) when (error.Parameter != parameter)
        {
            throw NamedMask.Rename(error, parameter);
        }
    }

    /// <summary>Reads the bytes of all tokens; special ones have none, as no text spells them.</summary>
    private static byte[][] ReadVocabulary(LanguageModelFiles files)
    {
        var special = files.Tokenizer.SpecialTokenIds.ToHashSet();
        var size = files.Configuration.VocabularySize;
        var vocabulary = new byte[size][];
        for (var token = 0; token < size; token++)
        {
            vocabulary[token] = special.Contains(token) ? [] : files.Tokenizer.GetTokenBytes(token);
        }

        return vocabulary;
    }
}
