using System.Globalization;

namespace KServe.Protocol.OpenAi;

/// <summary>Puts the updates of an answer together into items, one after the other.</summary>
/// <remarks>
/// Whole answers and streams come out of it alike: a stream is told of every step. Not safe for concurrent use.
/// </remarks>
/// <param name="id">Names the response; the items' names are made of it.</param>
/// <param name="events">Takes the steps; <see langword="null"/> for a whole answer.</param>
internal sealed class ResponsesOutput(string id, ResponsesEvents? events)
{
    private readonly List<ResponsesItem> _items = [];
    private readonly HeldUpdates _held = new();
    private ResponsesItem? _open;
    private int _calls;

    public IReadOnlyList<ResponsesItem> Items => _items;

    public TextGenerationUsage Usage { get; private set; }

    /// <summary>Gets why the answer ended; <see langword="null"/> before.</summary>
    public GenerationFinishReason? FinishReason { get; private set; }

    /// <summary>Gets how the answer ended, by the reason for its end.</summary>
    public ResponsesStatus FinalStatus => FinishReason switch
    {
        null or GenerationFinishReason.Stop or GenerationFinishReason.ToolCalls => ResponsesStatus.Completed,
        GenerationFinishReason.Length or GenerationFinishReason.Repetition => ResponsesStatus.Incomplete,
        _ => ResponsesStatus.Failed,
    };

    public void Add(TextGenerationUpdate update)
    {
        Usage = update.Usage ?? Usage;
        FinishReason = update.FinishReason ?? FinishReason;
        if (_held.Join(update) is not { } joined)
        {
            return;
        }

        if (joined.Reasoning is { Length: > 0 } reasoning)
        {
            var item = _open is { Kind: ResponsesItemKind.Reasoning } ? _open : Open(ResponsesItemKind.Reasoning, "rs");
            Append(item, reasoning, []);
        }

        if (joined.Text.Length > 0)
        {
            var item = _open is { Kind: ResponsesItemKind.Message } ? _open : Open(ResponsesItemKind.Message, "msg");
            Append(item, joined.Text, joined.Logprobs);
        }
        else if (_open is { Kind: ResponsesItemKind.Message } && joined.ToolCalls.Count == 0)
        {
            // Tokens without a text, such as the one that ends a turn, belong to the text before.
            _open.Append("", joined.Logprobs);
        }

        foreach (var call in joined.ToolCalls)
        {
            AddCall(call);
        }
    }

    /// <summary>Ends what is open; an answer without anything has an empty message.</summary>
    public void Complete()
    {
        if (_items.Count == 0)
        {
            _ = Open(ResponsesItemKind.Message, "msg");
        }

        Close(FinalStatus == ResponsesStatus.Completed ? ResponsesStatus.Completed : ResponsesStatus.Incomplete);
    }

    /// <summary>Gives up what is open.</summary>
    public void Fail()
    {
        if (_open is not null)
        {
            _open.Status = ResponsesStatus.Incomplete;
            _open = null;
        }
    }

    private void AddCall(ToolCallUpdate call)
    {
        if (call.Index == _calls)
        {
            _calls++;
            _ = Open(ResponsesItemKind.FunctionCall, "fc", call.Id ?? "", call.Name ?? "");
        }

        // Items are told one after the other: what has ended cannot grow.
        if (call.Index != _calls - 1 || _open is not { Kind: ResponsesItemKind.FunctionCall })
        {
            throw new InvalidOperationException("A piece of a call came after the next piece had begun.");
        }

        if (call.Arguments.Length > 0)
        {
            Append(_open, call.Arguments, []);
        }
    }

    private ResponsesItem Open(ResponsesItemKind kind, string prefix, string callId = "", string name = "")
    {
        Close(ResponsesStatus.Completed);
        var itemId = string.Create(CultureInfo.InvariantCulture, $"{prefix}_{id}{_items.Count:x2}");
        _open = new ResponsesItem(kind, itemId, _items.Count) { CallId = callId, Name = name };
        _items.Add(_open);
        events?.WriteOpened(_open);
        return _open;
    }

    private void Append(ResponsesItem item, string text, IReadOnlyList<TextLogprob> logprobs)
    {
        item.Append(text, logprobs);
        events?.WriteDelta(item, text, logprobs);
    }

    private void Close(ResponsesStatus status)
    {
        if (_open is null)
        {
            return;
        }

        _open.Status = status;
        events?.WriteClosed(_open);
        _open = null;
    }
}
