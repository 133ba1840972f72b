namespace KServe.Protocol;

/// <summary>Remembers what the JSON of binary requests said.</summary>
/// <remarks>
/// A client sends the same JSON in front of its tensors again and again, as long as their shapes stay and it gives its
/// requests no ids. Comparing it costs a fraction of reading it. Bounded: the latest 16 texts of up to 1 KiB. One
/// instance belongs to one set of <see cref="ProtocolLimits"/>. Safe for concurrent use.
/// </remarks>
public sealed class V2RequestCache
{
    private const int MaxKept = 16;
    private const int MaxLength = 1 << 10;

    private readonly V2RequestTemplate?[] _kept = new V2RequestTemplate?[MaxKept];
    private uint _next;

    internal V2RequestTemplate? Find(ReadOnlySpan<byte> json)
    {
        foreach (var template in _kept)
        {
            if (template is null)
            {
                break;
            }

            if (template.Matches(json))
            {
                return template;
            }
        }

        return null;
    }

    internal void Add(ReadOnlySpan<byte> json, InferRequest request)
    {
        if (json.Length <= MaxLength && request.Id is null)
        {
            var at = (Interlocked.Increment(ref _next) - 1) % MaxKept;
            Volatile.Write(ref _kept[at], new V2RequestTemplate(json.ToArray(), request));
        }
    }
}
