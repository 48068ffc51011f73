package dev.serein.codegen;

import java.util.ArrayList;
import java.util.List;
import org.jooq.codegen.AbstractDelegatingGeneratorStrategy;
import org.jooq.codegen.GeneratorStrategy;
import org.jooq.meta.Definition;
import org.jooq.meta.TableDefinition;

/** The names of any strategy, ours or a user's, for tables that also know how to make their rows. */
final class RowTableStrategy extends AbstractDelegatingGeneratorStrategy {

    RowTableStrategy(GeneratorStrategy names) {
        super(names);
    }

    @Override
    public List<String> getJavaClassImplements(Definition definition, Mode mode) {
        List<String> interfaces = new ArrayList<>(super.getJavaClassImplements(definition, mode));
        if (definition instanceof TableDefinition table && mode == Mode.DEFAULT && !table.isTableValuedFunction()) {
            interfaces.add("dev.serein.RowTable<" + getFullJavaClassName(definition, Mode.RECORD) + ", "
                    + getFullJavaClassName(definition, Mode.POJO) + ">");
        }
        return interfaces;
    }

    @Override
    public String getJavaIdentifier(Definition definition) {
        return delegate.getJavaIdentifier(definition);
    }

    @Override
    public String getJavaPackageName(Definition definition, Mode mode) {
        return delegate.getJavaPackageName(definition, mode);
    }

    @Override
    public String getJavaClassName(Definition definition, Mode mode) {
        return delegate.getJavaClassName(definition, mode);
    }

    @Override
    public String getJavaMemberName(Definition definition, Mode mode) {
        return delegate.getJavaMemberName(definition, mode);
    }

    @Override
    public String getJavaMethodName(Definition definition, Mode mode) {
        return delegate.getJavaMethodName(definition, mode);
    }

    @Override
    public String getJavaGetterName(Definition definition, Mode mode) {
        return delegate.getJavaGetterName(definition, mode);
    }

    @Override
    public String getJavaSetterName(Definition definition, Mode mode) {
        return delegate.getJavaSetterName(definition, mode);
    }
}
