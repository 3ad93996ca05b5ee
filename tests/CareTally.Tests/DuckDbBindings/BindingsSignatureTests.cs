using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CareTally.Tests.DuckDbBindings;

/// <summary>
/// DuckDB.NET.Data was compiled against other bindings than ours. A member that it refers to and that ours lack would only be missed when
/// the code that needs it first runs, so all of them are looked up here.
/// </summary>
public sealed class BindingsSignatureTests
{
    private const string BindingsName = "DuckDB.NET.Bindings";

    [Fact]
    public void Every_member_that_the_provider_refers_to_exists_in_the_bindings()
    {
        using var provider = new AssemblyMetadata("DuckDB.NET.Data.dll");
        using var bindings = new AssemblyMetadata($"{BindingsName}.dll");

        var wanted = provider.References(BindingsName).ToList();

        wanted.Count.ShouldBeGreaterThan(250);
        wanted.Except(bindings.Definitions()).ShouldBeEmpty();
    }

    [Fact]
    public void The_bindings_are_no_older_than_those_the_provider_was_compiled_against()
    {
        using var provider = new AssemblyMetadata("DuckDB.NET.Data.dll");
        using var bindings = new AssemblyMetadata($"{BindingsName}.dll");

        bindings.Version.ShouldBeGreaterThanOrEqualTo(provider.ReferencedVersion(BindingsName));
    }

    /// <summary>The types and members of an assembly file, and those it refers to, as text with whole signatures.</summary>
    private sealed class AssemblyMetadata : IDisposable
    {
        private readonly PEReader _file;
        private readonly MetadataReader _metadata;
        private readonly SignatureText _text;

        public AssemblyMetadata(string name)
        {
            _file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, name)));
            _metadata = _file.GetMetadataReader();
            _text = new SignatureText(_metadata);
        }

        public Version Version => _metadata.GetAssemblyDefinition().Version;

        public Version ReferencedVersion(string assembly) =>
            _metadata.AssemblyReferences.Select(_metadata.GetAssemblyReference).Single(r => _metadata.GetString(r.Name) == assembly).Version;

        public IEnumerable<string> References(string assembly)
        {
            foreach (var handle in _metadata.TypeReferences.Where(t => AssemblyOf(t) == assembly))
                yield return _text.GetTypeFromReference(_metadata, handle, 0);

            foreach (var member in _metadata.MemberReferences.Select(_metadata.GetMemberReference))
            {
                if (member.Parent.Kind != HandleKind.TypeReference || AssemblyOf((TypeReferenceHandle)member.Parent) != assembly) continue;
                var type = _text.GetTypeFromReference(_metadata, (TypeReferenceHandle)member.Parent, 0);
                yield return member.GetKind() == MemberReferenceKind.Field
                    ? Field(member.DecodeFieldSignature(_text, null), type, member.Name)
                    : Method(member.DecodeMethodSignature(_text, null), type, member.Name);
            }
        }

        public IEnumerable<string> Definitions()
        {
            foreach (var handle in _metadata.TypeDefinitions)
            {
                var definition = _metadata.GetTypeDefinition(handle);
                if (!IsPublic(definition)) continue;
                var type = _text.GetTypeFromDefinition(_metadata, handle, 0);
                yield return type;
                foreach (var method in definition.GetMethods().Select(_metadata.GetMethodDefinition))
                {
                    if ((method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public)
                        yield return Method(method.DecodeSignature(_text, null), type, method.Name);
                }

                foreach (var field in definition.GetFields().Select(_metadata.GetFieldDefinition))
                {
                    if ((field.Attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Public)
                        yield return Field(field.DecodeSignature(_text, null), type, field.Name);
                }
            }
        }

        public void Dispose() => _file.Dispose();

        private static bool IsPublic(TypeDefinition type) =>
            (type.Attributes & TypeAttributes.VisibilityMask) is TypeAttributes.Public or TypeAttributes.NestedPublic;

        private string AssemblyOf(TypeReferenceHandle handle)
        {
            var scope = _metadata.GetTypeReference(handle).ResolutionScope;
            return scope.Kind switch
            {
                HandleKind.AssemblyReference => _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name),
                HandleKind.TypeReference => AssemblyOf((TypeReferenceHandle)scope),
                _ => "",
            };
        }

        private string Field(string fieldType, string type, StringHandle name) => $"{fieldType} {type}::{_metadata.GetString(name)}";

        private string Method(MethodSignature<string> signature, string type, StringHandle name)
        {
            var kind = signature.Header.IsInstance ? "instance" : "static";
            return $"{kind} {signature.ReturnType} {type}::{_metadata.GetString(name)}`{signature.GenericParameterCount}({string.Join(", ", signature.ParameterTypes)})";
        }
    }
}
