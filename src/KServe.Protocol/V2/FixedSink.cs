namespace KServe.Protocol;

internal ref struct FixedSink<T, TElement>(Span<T> destination, JsonField field) : IElementSink
    where T : unmanaged
    where TElement : struct, IJsonElement<T>
{
    private readonly Span<T> _destination = destination;
    private int _count;

    public readonly long Count => _count;

    public void Add(ref JsonCursor json)
    {
        if (_count == _destination.Length)
        {
            throw JsonErrors.At(field, $"the shape needs {_count} elements, got more");
        }

        if (!TElement.TryRead(json.Token, json.Value, out _destination[_count]))
        {
            throw json.BadElement(field, _count, TElement.Expected);
        }

        _count++;
    }
}
