namespace KServe.Runtime.Pickle.Calls;

/// <summary>Tells which classes and functions a pickle may name beyond Python's and numpy's own.</summary>
/// <param name="type">The class or function; it is described, never called.</param>
internal delegate bool PicklePolicy(PickleClass type);
