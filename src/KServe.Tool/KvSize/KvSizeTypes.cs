using KServe.Runtime.Generative.Configuration;

namespace KServe.Tool.KvSize;

/// <summary>The names of storage types that users type.</summary>
internal static class KvSizeTypes
{
    private static readonly Dictionary<string, KvCacheElement> Types = new(StringComparer.Ordinal)
    {
        ["float16"] = KvCacheElement.Float16,
        ["bfloat16"] = KvCacheElement.Float16,
        ["float32"] = KvCacheElement.Float32,
        ["fp8"] = KvCacheElement.Eight,
        ["int8"] = KvCacheElement.Eight,
        ["q8"] = KvCacheElement.Q8,
    };

    public static IEnumerable<string> Names => Types.Keys;

    public static KvCacheElement Find(string name) => Types[name];
}
