namespace KServe.Protocol;

/// <summary>Remembers what the JSON of binary requests said.</summary>
/// <remarks>
/// A client sends the same JSON in front of its tensors again and again, as long as their shapes stay and it gives its
/// requests no ids. Comparing it costs a fraction of reading it. Bounded: the latest 16 texts of up to 1 KiB. A text is
/// kept when it comes for the second time, so that a client whose JSON changes with every request pays for a hash
/// alone. One instance belongs to one set of <see cref="ProtocolLimits"/>. Safe for concurrent use.
/// </remarks>
public sealed class V2RequestCache
{
    private const int MaxKept = 16;
    private const int MaxLength = 1 << 10;
    private const int MaxSeen = 64;

    private readonly V2RequestTemplate?[] _kept = new V2RequestTemplate?[MaxKept];

    // Hashes of texts that came once, each at its place: one that a newer text took away comes first time again.
    private readonly int[] _seen = new int[MaxSeen];
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
        if (json.Length <= MaxLength && request.Id is null && HasBeenSeen(json))
        {
            var at = (Interlocked.Increment(ref _next) - 1) % MaxKept;
            Volatile.Write(ref _kept[at], new V2RequestTemplate(json.ToArray(), request));
        }
    }

    private bool HasBeenSeen(ReadOnlySpan<byte> json)
    {
        HashCode hash = default;
        hash.AddBytes(json);
        var code = hash.ToHashCode();
        return Interlocked.Exchange(ref _seen[(uint)code % MaxSeen], code) == code;
    }
}
