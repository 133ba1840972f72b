using KServe.Runtime.Pmml.Documents;

namespace KServe.Runtime.Pmml.Fields;

/// <summary>
/// The fields that can be named at a place of a document; those of the place around it are seen, too.
/// </summary>
internal sealed class FieldScope(FieldScope? parent)
{
    /// <summary>The longest chain of derived fields, each of which needs one that comes later.</summary>
    private const int MaxForwardReferences = 128;

    private readonly Dictionary<string, PmmlField> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reading = new(StringComparer.Ordinal);
    private Dictionary<string, PmmlElement>? _pending;
    private Func<PmmlElement, FieldScope, PmmlField>? _reader;

    /// <summary>Adds a field, or lets it take the place of one of the same name.</summary>
    public void Add(PmmlField field) => _fields[field.Name] = field;

    /// <summary>Gives a field another name here.</summary>
    public void Add(string name, PmmlField field) => _fields[name] = field;

    public bool Contains(string name) => _fields.ContainsKey(name);

    /// <summary>
    /// Adds derived fields that are read when they are first needed, so that their order does not matter.
    /// </summary>
    public void AddPending(IEnumerable<PmmlElement> elements, Func<PmmlElement, FieldScope, PmmlField> reader)
    {
        _reader = reader;
        foreach (var element in elements)
        {
            if (!(_pending ??= new(StringComparer.Ordinal)).TryAdd(element.Require("name"), element))
            {
                throw element.Error($"defines '{PmmlElement.Shorten(element.Require("name"))}' a second time");
            }
        }

        foreach (var name in _pending?.Keys.ToArray() ?? [])
        {
            ReadPending(name);
        }
    }

    public PmmlField? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.ReadPending(name) is { } derived)
            {
                return derived;
            }

            if (scope._fields.TryGetValue(name, out var field))
            {
                return field;
            }
        }

        return null;
    }

    private PmmlField? ReadPending(string name)
    {
        if (_pending is null || !_pending.TryGetValue(name, out var element))
        {
            return null;
        }

        if (!_reading.Add(name))
        {
            throw element.Error($"needs its own value: '{PmmlElement.Shorten(name)}'");
        }

        if (_reading.Count > MaxForwardReferences)
        {
            throw element.Error("begins a chain of too many fields that need fields defined after them");
        }

        var field = _reader!(element, this);
        _reading.Remove(name);
        _pending.Remove(name);
        Add(field);
        return field;
    }

    /// <summary>Finds the field that an attribute names.</summary>
    /// <exception cref="InvalidDataException">There is no such field here.</exception>
    public PmmlField Require(PmmlElement element, string attribute = "field")
    {
        var name = element.Require(attribute);
        return Find(name)
            ?? throw element.Error($"names the field '{PmmlElement.Shorten(name)}', which the model does not have");
    }

    /// <summary>Makes a scope of the fields of this very place alone.</summary>
    public FieldScope WithoutParent()
    {
        var copy = new FieldScope(parent: null);
        foreach (var (name, field) in _fields)
        {
            copy._fields.Add(name, field);
        }

        return copy;
    }

    private FieldScope? Outer => parent;
}
