using System.Runtime.CompilerServices;
using System.Text;

namespace KServe.Runtime.Remote.Tests;

/// <summary>Says everything that a language model can say, about what it was asked.</summary>
internal sealed class ScriptedText : TextGenerationModel, ITextTokenizer
{
    public override int MaxModelLength => 777;

    /// <summary>Gets the last request.</summary>
    public TextGenerationRequest? Seen { get; private set; }

    public override async IAsyncEnumerable<TextGenerationUpdate> GenerateAsync(
        TextGenerationRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Seen = request;
        if (request.Messages is [{ Content: "fail" }, ..])
        {
            throw new InferenceException(InferenceErrorCode.InvalidArgument, "'messages' are too long.")
            {
                Parameter = "messages",
                Reason = "context_length_exceeded",
            };
        }

        await Task.Yield();
        var count = request.Sampling.Count;
        for (var choice = 0; choice < count; choice++)
        {
            foreach (var update in Say(request, choice))
            {
                yield return update with { Choice = choice };
            }

            yield return new TextGenerationUpdate
            {
                Choice = choice,
                FinishReason = request.Tools.Count > 0
                    ? GenerationFinishReason.ToolCalls
                    : GenerationFinishReason.Stop,
                StopText = request.Tools.Count > 0 ? null : "end",
                Usage = new TextGenerationUsage(4, 3 * (choice + 1), 2) { ReasoningTokens = 1 },
            };
        }
    }

    /// <summary>Makes a token of each word, and counts what the template would have been told.</summary>
    public IReadOnlyList<int> Tokenize(TextGenerationRequest request)
    {
        Seen = request;
        var text = request.Text ?? string.Join(' ', request.Messages!.Select(static message => message.Content));
        return
        [
            .. text.Split(' ').Select(static word => word.Length),
            request.AddsSpecialTokens == true ? 1 : 0,
            request.Tools.Count,
            request.TemplateArguments.Count,
            request.AddsGenerationPrompt ? 1 : 0,
        ];
    }

    public string Detokenize(IReadOnlyList<int> tokenIds) => tokenIds is [99]
        ? throw InferenceException.InvalidArgument("The vocabulary has no token 99.")
        : string.Join('|', tokenIds);

    public string GetToken(int tokenId) => $"é{tokenId}";

    private static IEnumerable<TextGenerationUpdate> Say(TextGenerationRequest request, int choice)
    {
        var isChat = request.Messages is not null;
        var prompt = isChat ? request.Messages![^1].Content : request.Text ?? string.Join(' ', request.TokenIds!);
        if (isChat)
        {
            yield return new TextGenerationUpdate { Reasoning = "so " };
        }

        string[] words = [$"{choice}:", $" {prompt}", " é😀\n"];
        for (var i = 0; i < words.Length; i++)
        {
            yield return new TextGenerationUpdate
            {
                Text = words[i],
                TokenIds = request.ReturnsTokenIds ? [i] : [],
                Logprobs = request.Sampling.Logprobs is { } top
                    ? [Token(i, words[i]) with { Top = [.. Enumerable.Range(0, top).Select(rank => Token(rank, $"{rank}"))] }]
                    : [],
                PromptLogprobs = i == 0 && request.Sampling.PromptLogprobs is not null
                    ? [null, Token(8, "p") with { Rank = 1, Top = [Token(8, "p") with { Rank = 1 }] }]
                    : null,
            };
        }

        for (var i = 0; i < request.Tools.Count; i++)
        {
            yield return new TextGenerationUpdate
            {
                ToolCalls = [new ToolCallUpdate(i, "{\"a\":") { Id = $"call{i}", Name = request.Tools[i].Name }],
            };
            yield return new TextGenerationUpdate { ToolCalls = [new ToolCallUpdate(i, "1}")] };
        }
    }

    private static TextLogprob Token(int id, string text) => new(id, text, Encoding.UTF8.GetBytes(text), -0.5f - id);
}
