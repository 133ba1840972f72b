using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Sklearn.Preprocessing.Encoding;

/// <summary>How the categories of a column are grouped: since 1.1 rare ones may share the last place.</summary>
internal sealed class InfrequentGroups
{
    private readonly int[]? _places;

    private InfrequentGroups(int[]? places, int count)
    {
        _places = places;
        Count = count;
    }

    /// <summary>Gets the number of groups, the one of the rare categories included.</summary>
    public int Count { get; }

    public bool HasInfrequent => _places is not null;

    /// <summary>Gets the place of a category; categories beyond the mapping keep their own.</summary>
    public int GetPlace(int category) =>
        _places is not null && category < _places.Length ? _places[category] : category;

    /// <summary>Reads the grouping of every column.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="categories">The categories of every column.</param>
    /// <param name="leavesMissingOut">Whether the last category may be a missing value that is not grouped.</param>
    public static InfrequentGroups[] Read(
        SklearnObject source, CategoryColumns categories, bool leavesMissingOut)
    {
        var groups = new InfrequentGroups[categories.Count];
        var mappings = source.Flag("_infrequent_enabled") ? source.List("_default_to_infrequent_mappings") : null;
        if (mappings is not null && mappings.Count != groups.Length)
        {
            throw source.Unexpected("_default_to_infrequent_mappings", $"{groups.Length} mappings");
        }

        for (var i = 0; i < groups.Length; i++)
        {
            var places = mappings?[i] is null ? null : ReadMapping(
                source, mappings[i], categories[i].Count - (leavesMissingOut ? 1 : 0), categories[i].Count);
            groups[i] = new InfrequentGroups(places, places is null ? categories[i].Count : places.Max() + 1);
        }

        return groups;
    }

    private static int[] ReadMapping(SklearnObject source, object? value, int shortest, int categoryCount)
    {
        if (value is NumpyArray { IsNumeric: true, Shape: [var length] } array
            && array.Type.Kind != NumpyKind.Float
            && length <= categoryCount && length >= shortest && length > 0)
        {
            var places = Array.ConvertAll(array.ToIntegers(), static place => checked((int)place));
            if (places.Min() >= 0 && places.Max() < length)
            {
                return places;
            }
        }

        throw source.Unexpected("_default_to_infrequent_mappings", $"the places of {categoryCount} categories");
    }
}
