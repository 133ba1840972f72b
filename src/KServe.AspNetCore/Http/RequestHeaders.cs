using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Shows a request's headers to models without copying them; empty once it is disposed.</summary>
/// <remarks>The server uses a connection's headers again for its next request, which may be another client's.</remarks>
internal sealed class RequestHeaders(IHeaderDictionary headers) : IReadOnlyDictionary<string, string>, IDisposable
{
    private static readonly HeaderDictionary Nothing = new() { IsReadOnly = true };

    private volatile IHeaderDictionary _headers = headers;

    public int Count => _headers.Count;

    public IEnumerable<string> Keys => _headers.Keys;

    public IEnumerable<string> Values => _headers.Values.Select(static values => values.ToString());

    public string this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no header '{key}'.");

    public bool ContainsKey(string key) => _headers.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        var found = _headers.TryGetValue(key, out var values);
        value = found ? values.ToString() : null;
        return found;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        foreach (var (key, values) in _headers)
        {
            yield return new(key, values.ToString());
        }
    }

    public void Dispose() => _headers = Nothing;

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
