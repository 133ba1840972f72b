using System.Collections.Frozen;
using KServe.Runtime.Pickle.Reading;

namespace KServe.Runtime.Pickle.Calls;

/// <summary>The calls whose result is known without calling anything: those of plain values and arrays.</summary>
internal static class PickleCalls
{
    private static readonly FrozenDictionary<string, Func<object?[], object?>> Calls =
        new Dictionary<string, Func<object?[], object?>>(StringComparer.Ordinal)
        {
            ["numpy.core.multiarray._reconstruct"] = NumpyCalls.Reconstruct,
            ["numpy.core.multiarray.scalar"] = NumpyCalls.Scalar,
            ["numpy.core.numeric._frombuffer"] = NumpyCalls.FromBuffer,
            ["numpy.dtype"] = NumpyCalls.Dtype,
            ["_codecs.encode"] = Encode,
            ["builtins.set"] = Set,
            ["builtins.frozenset"] = Set,
            ["builtins.bytes"] = Bytes,
            ["builtins.bytearray"] = Bytes,
            ["builtins.dict"] = Dictionary,
            ["builtins.getattr"] = Attribute,
            ["collections.OrderedDict"] = Dictionary,
            ["collections.defaultdict"] = DefaultDictionary,
            ["copyreg._reconstructor"] = Reconstructor,
            ["copyreg.__newobj__"] = NewObject,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsKnown(PickleClass type) => Calls.ContainsKey(PickleNames.Normalize(type));

    /// <summary>Tells whether it is the function that turns texts of protocol 2 into bytes.</summary>
    public static bool IsEncode(object? value) => value is PickleClass { Module: "_codecs", Name: "encode" };

    /// <summary>Computes the value of a known call.</summary>
    /// <returns>Whether the call is known.</returns>
    /// <exception cref="InvalidDataException">The arguments are not those of Python's own pickler.</exception>
    public static bool TryCall(PickleClass type, object?[] arguments, out object? value)
    {
        var isKnown = Calls.TryGetValue(PickleNames.Normalize(type), out var call);
        value = isKnown ? call!(arguments) : null;
        return isKnown;
    }

    /// <summary>Estimates what a call walks and copies: the memo may hold large arguments.</summary>
    public static long GetWork(object?[] arguments)
    {
        var work = 0L;
        foreach (var argument in arguments)
        {
            work += argument switch
            {
                string text => text.Length,
                PickleDictionary dictionary => dictionary.Weight,
                _ => GetWork(PickleNumbers.ToList(argument)),
            };
        }

        return work;
    }

    public static InvalidDataException Unexpected(string name) => new($"a call of '{name}' has unexpected arguments");

    private static long GetWork(IReadOnlyList<object?>? items)
    {
        var work = 0L;
        for (var i = 0; i < items?.Count; i++)
        {
            // a pair may become a key and its value
            work += PickleDictionary.GetWeight(PickleNumbers.ToList(items[i]) is [var key, _] ? key : null);
        }

        return work;
    }

    private static byte[] Encode(object?[] arguments) => arguments switch
    {
        [PickleLongText text, "latin1" or "latin-1"] => text.ToLatin1(),
        [string text, "latin1" or "latin-1"] => new PickleLongText(System.Text.Encoding.UTF8.GetBytes(text)).ToLatin1(),
        _ => throw Unexpected("_codecs.encode"),
    };

    private static byte[] Bytes(object?[] arguments) => arguments switch
    {
        [] => Array.Empty<byte>(),
        [byte[] bytes] => bytes,
        [string, _] => Encode(arguments),
        _ => throw Unexpected("bytes"),
    };

    // Distributions of scipy name methods of their own; such a name is kept as it is and never followed.
    private static PickleInstance Attribute(object?[] arguments) =>
        arguments is [PickleInstance owner, string] && PickleNames.IsDistribution(owner.Type)
            ? new PickleInstance(new PickleClass("builtins", "getattr"), arguments)
            : throw Unexpected("builtins.getattr");

    private static PickleSet Set(object?[] arguments)
    {
        var set = new PickleSet();
        if (arguments.Length > 0)
        {
            set.Items.AddRange(PickleNumbers.ToList(arguments[0]) ?? throw Unexpected("set"));
        }

        return set;
    }

    private static PickleDictionary Dictionary(object?[] arguments)
    {
        var dictionary = new PickleDictionary();
        if (arguments is [PickleDictionary source])
        {
            dictionary.SetAll(source);
            return dictionary;
        }

        if (arguments.Length == 0)
        {
            return dictionary;
        }

        foreach (var pair in PickleNumbers.ToList(arguments[0]) ?? throw Unexpected("dict"))
        {
            if (PickleNumbers.ToList(pair) is not [var key, var value])
            {
                throw Unexpected("dict");
            }

            dictionary.Set(key, value);
        }

        return dictionary;
    }

    private static PickleDictionary DefaultDictionary(object?[] arguments) =>
        arguments is [PickleClass or null] or [] ? new PickleDictionary() : throw Unexpected("defaultdict");

    private static PickleInstance Reconstructor(object?[] arguments)
    {
        if (arguments is not [PickleClass type, PickleClass, var content] || PickleNames.IsType(type))
        {
            throw Unexpected("copyreg._reconstructor");
        }

        var instance = new PickleInstance(type, []);
        if (content is PickleDictionary entries)
        {
            instance.Entries.SetAll(entries);
        }

        return instance;
    }

    private static PickleInstance NewObject(object?[] arguments) => arguments is [PickleClass type, ..]
        && !PickleNames.IsType(type) && !IsKnown(type)
        ? new PickleInstance(type, arguments[1..])
        : throw Unexpected("copyreg.__newobj__");
}
