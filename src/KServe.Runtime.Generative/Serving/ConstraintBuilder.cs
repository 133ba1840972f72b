using KServe.Runtime.Generative.Grammars;
using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Serving.ToolCalls;
using KServe.Runtime.Generative.Tools;

namespace KServe.Runtime.Generative.Serving;

/// <summary>Finds the grammar that an answer is held to, and the form in which its model calls tools.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ConstraintBuilder
{
    private const string ToolsParameter = "tools";
    private readonly GrammarCache _grammars;
    private readonly GrammarCache _toolGrammars;
    private readonly ToolCallSyntax _syntax;
    private readonly bool _hasSpecialMarkers;

    public ConstraintBuilder(LanguageModelFiles files)
    {
        _syntax = ToolCallSyntax.Of(files.FindTemplate(hasTools: true) ?? "");
        _grammars = new GrammarCache(() => ReadVocabulary(files, []), files.EndTokens);
        var markers = _syntax.Markers.Select(files.Tokenizer.TokenToId).OfType<int>().Where(files.Tokenizer.IsSpecial)
            .ToHashSet();
        _hasSpecialMarkers = markers.Count > 0;
        _toolGrammars = _hasSpecialMarkers
            ? new GrammarCache(() => ReadVocabulary(files, markers), files.EndTokens)
            : _grammars;
    }

    /// <summary>Gets how many grammars are kept.</summary>
    public int KeptCount => _grammars.Count + (_toolGrammars == _grammars ? 0 : _toolGrammars.Count);

    /// <summary>Gets the form of tool calls; <see langword="null"/> when none may come.</summary>
    public ToolCallFormat? FindFormat(TextGenerationRequest request) =>
        request.Tools.Count > 0 && request.ToolChoice.Mode != ToolChoiceMode.None ? _syntax.Format : null;

    /// <summary>Gets the parameters with which calls can be read: special tokens that mark them must be seen.</summary>
    public SamplingParameters ShowMarkers(TextGenerationRequest request, SamplingParameters sampling) =>
        _hasSpecialMarkers && FindFormat(request) is not null
            ? sampling with { SkipsSpecialTokens = false }
            : sampling;

    /// <summary>Gets what makes the masks of the answers; <see langword="null"/> for free text.</summary>
    /// <exception cref="InferenceException">The grammar is wrong, not supported or too large.</exception>
    public Func<int, ITokenMask>? Find(TextGenerationRequest request)
    {
        if (FindFormat(request) is null)
        {
            return request.Constraint is { } alone
                ? Name(alone.Parameter, _grammars.Get(
                    KeyOf(alone), () => Read(alone.Parameter, () => GrammarReader.Read(alone))))
                : null;
        }

        if (request.ToolChoice.Mode != ToolChoiceMode.Auto)
        {
            return Require(request);
        }

        if (request.Constraint is { } constraint)
        {
            return Name(constraint.Parameter, _toolGrammars.Get(
                $"{KeyOf(constraint)}\n{KeyOf("or", request)}", () => ReadEither(constraint, request)));
        }

        return request.Tools.Any(static tool => tool.IsStrict)
            ? Name(ToolsParameter, _toolGrammars.Get(KeyOf("auto", request), () => Build(() => ToolCallGrammar.Allow(
                _syntax, request.Tools, request.AllowsParallelToolCalls))))
            : null;
    }

    private Func<int, ITokenMask> Require(TextGenerationRequest request)
    {
        var tools = request.ToolChoice.Name is { } name
            ? request.Tools.Where(tool => tool.Name == name).ToArray()
            : request.Tools;
        var isParallel = request.AllowsParallelToolCalls && request.ToolChoice.Mode == ToolChoiceMode.Required;
        return Name(ToolsParameter, _toolGrammars.Get(
            ToolCallKey.Of("required", tools, isParallel),
            () => Build(() => ToolCallGrammar.Require(_syntax, tools, isParallel))));
    }

    // Calls, or what the client asked for where the model calls no tool.
    private ByteGraph ReadEither(OutputConstraint constraint, TextGenerationRequest request)
    {
        var calls = Read(ToolsParameter, () => ToolCallGrammar.Require(
            _syntax, request.Tools, request.AllowsParallelToolCalls, onlyStrict: true));
        return Read(
            constraint.Parameter, () => ByteGraphBuilder.Build(GrammarReader.ReadRules(constraint), calls));
    }

    private static string KeyOf(OutputConstraint constraint) =>
        $"{constraint.Kind}\n{constraint.Definition}\n{string.Join('\0', constraint.Choices)}";

    private static string KeyOf(string kind, TextGenerationRequest request) =>
        ToolCallKey.Of(kind, request.Tools, request.AllowsParallelToolCalls);

    private static ByteGraph Build(Func<GrammarRules> read) =>
        Read(ToolsParameter, () => ByteGraphBuilder.Build(read()));

    /// <summary>Lets errors of following a grammar name the field that it came from, too.</summary>
    private static Func<int, ITokenMask> Name(string? parameter, Func<int, ITokenMask> create) =>
        parameter is null ? create : choice => new NamedMask(create(choice), parameter);

    /// <summary>Reads a part of a grammar, whose errors name the field that it came from.</summary>
    private static T Read<T>(string? parameter, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InferenceException error) when (parameter is not null && error.Parameter != parameter)
        {
            throw NamedMask.Rename(error, parameter);
        }
    }

    /// <summary>Reads the bytes of all tokens; special ones have none, as no text spells them.</summary>
    /// <param name="files">The model's files.</param>
    /// <param name="markers">The special tokens that a text spells all the same.</param>
    private static byte[][] ReadVocabulary(LanguageModelFiles files, HashSet<int> markers)
    {
        var special = files.Tokenizer.SpecialTokenIds.ToHashSet();
        special.ExceptWith(markers);
        var size = files.Configuration.VocabularySize;
        var vocabulary = new byte[size][];
        for (var token = 0; token < size; token++)
        {
            vocabulary[token] = special.Contains(token) ? [] : files.Tokenizer.GetTokenBytes(token);
        }

        return vocabulary;
    }
}
