using System.Buffers;
using System.Text.Json;
using KServe.Runtime.Generative.Templates;
using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative.Serving;

/// <summary>Makes the tokens of prompts.</summary>
/// <remarks>
/// What people and tools write never becomes a special token, although templates work on one text: a break that no text
/// holds is put into every special token's name in it, and the pieces are tokenized apart. Thread-safe.
/// </remarks>
internal sealed class PromptBuilder
{
    // A code point that is for internal use alone and no character.
    private const char Break = '\uFDD0';
    private readonly LanguageModelFiles _files;
    private readonly ChatTemplate? _template;
    private readonly ChatTemplate? _toolTemplate;
    private readonly string[] _specialTokens;
    private readonly SearchValues<string> _anySpecialToken;
    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);

    public PromptBuilder(LanguageModelFiles files)
    {
        _files = files;
        _template = files.ParseTemplate(hasTools: false);
        _toolTemplate = files.ParseTemplate(hasTools: true);
        _specialTokens =
        [
            .. files.Tokenizer.SpecialTokenIds.Select(files.Tokenizer.IdToToken).OfType<string>()
                .Where(static token => token.Length > 1),
        ];
        _anySpecialToken = SearchValues.Create(_specialTokens, StringComparison.Ordinal);
        AddNamed("bos_token", files.Settings.BosToken);
        AddNamed("eos_token", files.Settings.EosToken);
        AddNamed("pad_token", files.Settings.PadToken);
        AddNamed("unk_token", files.Settings.UnknownToken);
    }

    /// <summary>Gets the tokens of a prompt, at least one.</summary>
    /// <remarks>Text that cannot fit is refused without being tokenized, where the tokenizer allows to tell.</remarks>
    /// <param name="request">The prompt.</param>
    /// <param name="limit">How many tokens a text may make; any number where it is left out.</param>
    /// <exception cref="InferenceException">The prompt cannot be rendered, is empty, or too long.</exception>
    public int[] Build(TextGenerationRequest request, PromptLimit? limit = null)
    {
        var most = limit?.Most ?? int.MaxValue;
        long count = 0;
        var tokens = request switch
        {
            { Messages: { } messages } =>
                Tokenize(Render(request, messages), request.AddsSpecialTokens ?? false, most, out count),
            { Text: { } text } =>
                _files.Tokenizer.EncodeToIds(text, request.AddsSpecialTokens ?? true, most, out count),
            _ => CheckTokens(request.TokenIds ?? []),
        };
        if (tokens is null)
        {
            throw limit!.CreateError(NameOf(request), count);
        }

        return tokens.Length > 0
            ? tokens
            : throw InferenceException.InvalidArgument(
                NameOf(request), "The prompt has no tokens: at least one was expected.");
    }

    /// <summary>Gets the field that the prompt came from.</summary>
    public static string NameOf(TextGenerationRequest request) =>
        request.PromptParameter ?? (request.Messages is null ? "prompt" : "messages");

    private string Render(TextGenerationRequest request, IReadOnlyList<ChatMessage> messages)
    {
        var template = (request.Tools.Count > 0 ? _toolTemplate : null) ?? _template ?? throw new InferenceException(
            InferenceErrorCode.InvalidArgument, "The model has no chat template: send a plain completion instead.")
        {
            Parameter = "messages",
        };
        var hasTools = request.Tools.Count > 0 && request.ToolChoice.Mode != ToolChoiceMode.None;
        var text = template.Render(new ChatTemplateInput
        {
            Messages = ChatJson.WriteMessages(messages, Protect),
            Tools = hasTools ? ChatJson.WriteTools(request.Tools) : null,
            Documents = request.TemplateArguments.TryGetValue("documents", out var documents) ? documents : null,
            AddGenerationPrompt = request.AddsGenerationPrompt && !request.ContinuesFinalMessage,
            SpecialTokens = _named,
            Arguments = request.TemplateArguments.Where(static argument => argument.Key != "documents")
                .ToDictionary(StringComparer.Ordinal),
        });
        return request.ContinuesFinalMessage ? CutBehind(text, Protect(messages[^1].Content ?? "")) : text;
    }

    /// <summary>Ends a prompt where its last message does: what closes the turn is left off.</summary>
    private static string CutBehind(string text, string content)
    {
        content = content.Trim();
        var place = text.LastIndexOf(content, StringComparison.Ordinal);
        return content.Length > 0 && place >= 0
            ? text[..(place + content.Length)]
            : throw new InferenceException(
                InferenceErrorCode.InvalidArgument, "The final message cannot be continued: the template changes it.")
            {
                Parameter = "continue_final_message",
            };
    }

    private string Protect(string text)
    {
        text = text.Replace(Break, '\uFFFD');
        if (!text.AsSpan().ContainsAny(_anySpecialToken))
        {
            return text;
        }

        foreach (var token in _specialTokens)
        {
            text = text.Replace(token, $"{token[0]}{Break}{token[1..]}", StringComparison.Ordinal);
        }

        return text;
    }

    private int[]? Tokenize(ReadOnlySpan<char> text, bool addSpecialTokens, int most, out long count)
    {
        if (!text.Contains(Break))
        {
            return _files.Tokenizer.EncodeToIds(text, addSpecialTokens, most, out count);
        }

        count = 0;
        foreach (var piece in text.Split(Break))
        {
            count += _files.Tokenizer.CountAtLeast(text[piece]);
        }

        if (count > most)
        {
            return null;
        }

        List<int> tokens = [];
        foreach (var piece in text.Split(Break))
        {
            var ids = _files.Tokenizer.EncodeToIds(
                text[piece], addSpecialTokens && tokens.Count == 0, most - tokens.Count, out var least);
            count = tokens.Count + least;
            if (ids is null)
            {
                return null;
            }

            tokens.AddRange(ids);
        }

        return [.. tokens];
    }

    private int[] CheckTokens(IReadOnlyList<int> tokens)
    {
        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)_files.Configuration.VocabularySize)
            {
                throw new InferenceException(
                    InferenceErrorCode.InvalidArgument,
                    $"The prompt has token {token}: ids are from 0 to {_files.Configuration.VocabularySize - 1}.")
                {
                    Parameter = "prompt",
                };
            }
        }

        return [.. tokens];
    }

    private void AddNamed(string name, string? token)
    {
        if (token is not null)
        {
            _named[name] = token;
        }
    }
}
