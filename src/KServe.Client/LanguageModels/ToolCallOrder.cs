namespace KServe.Client;

/// <summary>Numbers the tool calls of one choice as they begin.</summary>
/// <remarks>
/// Some servers leave indexes out, or give every call the same: what tells calls apart then is that a new one has an id
/// of its own.
/// </remarks>
internal sealed class ToolCallOrder
{
    private const int MaxCalls = 128;
    private readonly Dictionary<int, int> _places = [];
    private readonly List<string?> _ids = [];

    public TextGenerationUpdate Place(TextGenerationUpdate update) => update.ToolCalls.Count == 0
        ? update
        : update with { ToolCalls = [.. update.ToolCalls.Select(Place)] };

    private ToolCallUpdate Place(ToolCallUpdate call)
    {
        if (call.Index >= 0 && _places.TryGetValue(call.Index, out var known) && !IsAnother(call, known))
        {
            return call with { Index = known, Id = null, Name = null };
        }

        if (call.Index < 0 && call.Id is null && _ids.Count > 0)
        {
            return call with { Index = _ids.Count - 1, Name = null };
        }

        if (_ids.Count >= MaxCalls)
        {
            throw CallErrors.Malformed("it has too many tool calls");
        }

        var place = _ids.Count;
        _ids.Add(call.Id);
        _places[call.Index] = place;
        var id = string.IsNullOrEmpty(call.Id) ? $"call_{place}" : call.Id;
        return call with { Index = place, Id = id, Name = call.Name ?? "" };
    }

    private bool IsAnother(ToolCallUpdate call, int known) =>
        call.Id is { Length: > 0 } id && _ids[known] is { Length: > 0 } begun && id != begun;
}
